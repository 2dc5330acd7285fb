/* SPDX-License-Identifier: MIT */
#pragma once

/* Prints "Now practicing: TOPIC" as a line, and returns the same text without the line end: a new
   string, which the caller frees. NULL when there is no memory for it. */
char *run_lesson(const char *topic);
