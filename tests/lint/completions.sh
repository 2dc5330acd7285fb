#!/bin/sh
# SPDX-License-Identifier: MIT
# The completions and practicectl(1) have each verb and option of the program, and no other.
# shellcheck source=lint.sh
. "$(dirname "$0")/lint.sh"

ctl=$top_builddir/practicectl
[ -x "$ctl" ] || skip 'practicectl is not built'
work=$(mktemp -d) && trap 'rm -rf "$work"' EXIT
cd "$top_srcdir" || exit 1

same() { # what, file: compares $work/found with $work/wanted
	sort -u "$work/found" >"$work/sorted"
	diff -u "$2" "$work/sorted" >"$work/diff" || { cat "$work/diff"; complain "$1 (+) and practicectl (-) disagree"; }
}

"$ctl" help -o tsv --no-legend | cut -f1 | sort >"$work/verbs"
"$ctl" help | sed -n 's/^ .*  *--\([a-z-]*\).*/\1/p' | sort >"$work/options"
sed -n 's/^	{ "\([a-z-]*\)", [a-z]*_argument, .*/\1/p' src/ctl/options.c | grep -vx file | sort >"$work/source"
diff -u "$work/source" "$work/options" || complain "practicectl help (+) and src/ctl/options.c (-) disagree about options"

sed -n "s/.*lesson_verbs='\(.*\)'/\1/p; s/.*verbs=\"\(.*\) \\\$lesson_verbs\"/\1/p" completions/bash/practicectl |
	tr ' ' '\n' >"$work/found"
same 'verbs of completions/bash/practicectl' "$work/verbs"
sed -n "/local options=/,/'\$/p" completions/bash/practicectl | grep -o -e '--[a-z-]*' | sed 's/--//' >"$work/found"
same 'options of completions/bash/practicectl' "$work/options"

if command -v bash >/dev/null; then
	mkdir -p "$work/.ssh"
	printf 'Host farther far*\n  Port 22\nHost fargone other\n' >"$work/.ssh/config"
	printf '%s\n' 'far.example.org,10.0.0.1 ssh-ed25519 x' '|1|hashed= ssh-ed25519 x' '[fart]:22 ssh-ed25519 x' >"$work/.ssh/known_hosts"
	# shellcheck disable=SC2016 # for bash, not for us
	HOME=$work bash -c '. completions/bash/practicectl; HOSTFILE=/dev/null
		COMP_WORDS=(practicectl -H far) COMP_CWORD=2; _practicectl; echo "${COMPREPLY[*]}"
		COMP_WORDS=(practicectl -H ada@farg) COMP_CWORD=2; _practicectl; echo "${COMPREPLY[*]}"' >"$work/found"
	[ "$(paste -sd' ' "$work/found")" = 'far.example.org fargone farther ada@fargone' ] ||
		complain "bash completes hosts: $(cat "$work/found")"
	bash -c '. completions/bash/practicectl; COMP_WORDS=(practicectl -q sta) COMP_CWORD=2; _practicectl; echo "${COMPREPLY[*]}"
		COMP_WORDS=(practicectl --htm) COMP_CWORD=1; _practicectl; echo "${COMPREPLY[*]}"' >"$work/found"
	[ "$(paste -sd' ' "$work/found")" = 'start status --html' ] || complain "bash completes: $(cat "$work/found")"
fi

sed -n "s/^		[\"']\([a-z-]*\):.*/\1/p" completions/zsh/_practicectl >"$work/found"
same 'verbs of completions/zsh/_practicectl' "$work/verbs"
sed -n '/^_arguments/,$p' completions/zsh/_practicectl | grep -o -e "[{',]--[a-z-]*" | sed "s/^.--//" >"$work/found"
same 'options of completions/zsh/_practicectl' "$work/options"

sed -n 's/.*needs_verb -a \([a-z-]*\) .*/\1/p' completions/fish/practicectl.fish >"$work/found"
same 'verbs of completions/fish/practicectl.fish' "$work/verbs"
sed -n 's/^complete .* -l \([a-z-]*\) .*/\1/p' completions/fish/practicectl.fish >"$work/found"
same 'options of completions/fish/practicectl.fish' "$work/options"

sed -n '/^\.Sh VERBS/,/^\.Sh OPTIONS/s/^\.It Ic \([a-z-]*\).*/\1/p' man/practicectl.1 >"$work/found"
same 'verbs of practicectl.1' "$work/verbs"
sed -n '/^\.Sh OPTIONS/,/^\.Sh THE/p' man/practicectl.1 | sed -n 's/^\.It .*Fl -\([a-z-]*\).*/\1/p' >"$work/found"
same 'options of practicectl.1' "$work/options"

# The numbers of the manual's table are those of the program.
sed -n 's/.*STATUS_[A-Z_]* = \([0-9]*\).*/\1/p' src/ctl/exit.h | sort >"$work/statuses"
sed -n '/^\.Sh EXIT STATUS/,/^\.Sh EXAMPLES/s/^\.It \([0-9]*\)$/\1/p' man/practicectl.1 >"$work/found"
same 'exit statuses of practicectl.1' "$work/statuses"
finish
