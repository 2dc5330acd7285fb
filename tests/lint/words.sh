#!/bin/sh
# SPDX-License-Identifier: MIT
# Nothing of one machine or of one day stands in the tree, and documents don't advertise.
# shellcheck source=lint.sh
. "$(dirname "$0")/lint.sh"

cd "$top_srcdir" || exit 1
# Each pattern has a bracket, so that this file is none of those that have the word.
machine='/[w]ork/\(main\|shared\|\.\)\|/[t]mp/\(notes\|wt\|b-\)\|[Ii]ssue #[0-9]\|\<[F]IXME\>\|\<[T]ODO:'
praise='blazing\|seamless\|cutting-edge\|world-class\|revolutionary\|effortless\|state-of-the-art\|game-chang'
for file in $(written_files); do
	said=$(grep -nI "$machine" "$file") && complain "$file: $said"
	case $file in
	*.md | man/*) said=$(grep -niI "$praise" "$file") && complain "$file: $said" ;;
	esac
done
finish
