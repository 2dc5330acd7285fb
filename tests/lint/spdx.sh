#!/bin/sh
# SPDX-License-Identifier: MIT
# Each source file says its licence in its first lines.
# shellcheck source=lint.sh
. "$(dirname "$0")/lint.sh"

cd "$top_srcdir" || exit 1
for file in $(written_files); do
	case $file in
	# Learners' files and data are not cluttered.
	lessons/*.mk | lessons/*.sh) case $file in */starter/* | */solution/* | */tests/*) continue ;; esac ;;
	lessons/* | *.md | tests/data/* | tests/templates/*.py | tests/templates/native_* | tests/golden/* | etc/*) continue ;;
	*.[ch] | *.py | *.sh | *.mk | *.ac | *.am | *.in | *.socket | *.service | *.conf | *.[1578] | *.catalog | */run) ;;
	*) continue ;;
	esac
	head -n 3 "$file" | grep -q 'SPDX-License-Identifier: MIT$\|SPDX-License-Identifier: MIT \*/' ||
		complain "$file: no SPDX-License-Identifier in its first lines"
done
finish
