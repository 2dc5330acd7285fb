#!/bin/sh
# SPDX-License-Identifier: MIT
# Calls your function for a status. The check puts its tests in this file's place.

here=$(dirname "$0")

# shellcheck source=/dev/null
. "$here/status.sh"

status=${1:-404}
printf '%s: %s\n' "$status" "$(meaning "$status")"
