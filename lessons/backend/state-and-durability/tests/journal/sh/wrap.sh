# SPDX-License-Identifier: MIT
# shellcheck shell=sh disable=SC2154
# Puts a sync and a mv before those of the system, which write into the file $TRACE what is synced, of
# which size, and what is renamed, in order.

mkdir "$here/bin"
cat >"$here/bin/sync" <<'END'
#!/bin/sh
for word in "$@"; do
	case $word in
	-*) ;;
	*) if [ -d "$word" ]; then echo sync folder; else echo sync file $(($(wc -c <"$word"))); fi ;;
	esac
done >>"$TRACE"
if [ $# -eq 0 ]; then
	printf 'sync file all\nsync folder\n' >>"$TRACE"
fi
PATH=/usr/bin:/bin
exec sync "$@"
END
cat >"$here/bin/mv" <<'END'
#!/bin/sh
for word in "$@"; do
	last=$word
done
echo "rename $last" >>"$TRACE"
PATH=/usr/bin:/bin
exec mv "$@"
END
chmod +x "$here/bin/sync" "$here/bin/mv"
PATH=$here/bin:$PATH
