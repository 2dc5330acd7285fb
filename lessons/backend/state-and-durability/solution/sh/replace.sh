#!/bin/sh
# SPDX-License-Identifier: MIT
save() {
	printf '%s\n' "$1" >state.tmp &&
		sync state.tmp &&
		mv state.tmp state &&
		sync . # the folder, which has the name
}

show() {
	printf 'state: %s\n' "$(cat state)"
}

save 'balance 5' && show
save 'balance 15' && show
