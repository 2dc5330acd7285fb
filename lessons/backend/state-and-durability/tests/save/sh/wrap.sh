# SPDX-License-Identifier: MIT
# shellcheck shell=sh disable=SC2154
# Puts a sync and a mv before those of the system, which write into the file $TRACE what is synced and renamed, in order.

mkdir "$here/bin"
cat >"$here/bin/sync" <<'END'
#!/bin/sh
kinds=
for word in "$@"; do
	case $word in
	-*) ;;
	*) if [ -d "$word" ]; then kinds="$kinds folder"; else kinds="$kinds file"; fi ;;
	esac
done
for kind in ${kinds:-file folder}; do
	echo "sync $kind" >>"$TRACE"
done
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
