#!/bin/sh
# SPDX-License-Identifier: MIT
# mandoc has nothing to say about the man pages, and each has the parts that a reader looks for.
# shellcheck source=lint.sh
. "$(dirname "$0")/lint.sh"

for page in "$top_srcdir"/man/*.[1-9]; do
	for section in NAME DESCRIPTION EXAMPLES 'SEE ALSO'; do
		grep -q "^\.Sh $section\$" "$page" || complain "$page: no section $section"
	done
	case $page in
	*.[18]) for section in 'EXIT STATUS' ENVIRONMENT FILES; do
		grep -q "^\.Sh $section\$" "$page" || complain "$page: no section $section"
	done ;;
	esac
done
# What apropos and whatis find, and what groff has to say. A page that they can't read is not found by anybody.
if command -v lexgrog >/dev/null; then
	for page in "$top_srcdir"/man/*.[1-9]; do
		name=$(basename "$page")
		lexgrog "$page" 2>&1 | grep -q "\"${name%.*} - ..*\"\$" || complain "$page: whatis finds no name and description"
		said=$(LC_ALL=C.UTF-8 MANROFFSEQ='' MANWIDTH=80 man --warnings -E UTF-8 -l -Tutf8 -Z "$page" 2>&1 >/dev/null)
		[ -z "$said" ] || complain "$page: $said"
	done
fi
command -v mandoc >/dev/null || { [ "$complaints" = 0 ] && skip "mandoc is not installed"; finish; }
# "referenced manual not found" depends on what the host has installed.
said=$(mandoc -Tlint -Wstyle "$top_srcdir"/man/*.[1-9] | grep -v 'referenced manual not found\|trailing delimiter: Ss')
[ -z "$said" ] || complain "$said"
finish
