#!/bin/sh
# SPDX-License-Identifier: MIT
# Reads a topic, one line, and answers with a line about it.

greeting='Now learning'

if IFS= read -r topic || [ -n "$topic" ]; then # otherwise nobody asked
	printf '%s: %s\n' "$greeting" "$topic"
fi
