#!/bin/sh
# SPDX-License-Identifier: MIT
# practice-lesson(5) has each key that the tables of src/learn have, and no other.
# shellcheck source=lint.sh
. "$(dirname "$0")/lint.sh"

work=$(mktemp -d) && trap 'rm -rf "$work"' EXIT
cd "$top_srcdir" || exit 1

# A row is `[SOME_KEY] = { "name", key_set_...`; `.LANGUAGE` behind it where it only goes with one.
rows() { # file prefix-of-the-index section
	tr '\n' ' ' <"src/learn/$1" | sed 's/},/},\n/g' |
		sed -n "s/^.*[[:space:]]\\[$2[A-Z_]*\\] = *{ *\"\\([a-z-]*\\)\", .*KEY_LANGUAGE *},\$/[$3] \\1.LANGUAGE/p; t
			s/^.*[[:space:]]\\[$2[A-Z_]*\\] = *{ *\"\\([a-z-]*\\)\", .*/[$3] \\1/p"
}
{
	rows course.c COURSE_KEY_ course
	rows manifest.c LESSON_KEY_ lesson
	rows manifest.c STEP_KEY_ 'step NAME'
	rows language.c KEY_ language
	rows language.c LIMIT_ limits
} | sort >"$work/source"
awk '/^\.S[hs] / { s = "" } /^\.Ss \[/ { s = substr($0, 5) } /^\.It Ic / && s { print s, $3 }' man/practice-lesson.5 |
	sort >"$work/page"
[ "$(wc -l <"$work/source")" -gt 30 ] || complain "hardly a key found in src/learn"
diff -u "$work/source" "$work/page" || complain "practice-lesson.5 (+) and src/learn (-) disagree about the keys"
finish
