# shellcheck shell=sh
# SPDX-License-Identifier: MIT
# leave: writes over the files of the submission, where they can be written (test suites). look: is this still the real one?
# shellcheck source=attack.sh
. "${0%/*}/attack.sh"
if [ "$role" = leave ]; then
	for file in /box/*; do
		printf 'echo ESCAPED: a file of another case\n' >"$file" 2>/dev/null
		rm -f "$file" 2>/dev/null && printf 'echo ESCAPED: a file of another case\n' >"$file" 2>/dev/null
	done
	exit 0
fi
finish
