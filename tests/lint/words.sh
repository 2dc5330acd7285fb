#!/bin/sh
# SPDX-License-Identifier: MIT
# Nothing of one machine or of one day stands in the tree, and documents don't advertise.
# shellcheck source=lint.sh
. "$(dirname "$0")/lint.sh"

cd "$top_srcdir" || exit 1
machine='/work/main\|/work/shared\|/tmp/notes\|/tmp/b-\|[Ii]ssue #[0-9]\|\<FIXME\>\|\<TODO:'
praise='blazing\|seamless\|cutting-edge\|world-class\|revolutionary\|effortless\|state-of-the-art\|game-chang'
for file in $(written_files | grep -v '^tests/lint/words.sh$'); do
	said=$(grep -nI "$machine" "$file") && complain "$file: $said"
	case $file in
	*.md | man/*) said=$(grep -niI "$praise" "$file") && complain "$file: $said" ;;
	esac
done
finish
