#!/bin/sh
# SPDX-License-Identifier: MIT

answer() {
	case $1 in
	city) echo '200 Paris' ;;
	*) echo '404 no such key' ;;
	esac
}

answer city
answer moon
