/* SPDX-License-Identifier: MIT */
/*
 * The daemon's messages tell a client of the wire what to send next ("LIST shows all"). Who types
 * practicectl is told what to type: verbs become practicectl's, "step=" becomes "--step=". What
 * stands in quotes is somebody's own text and stays.
 */
#pragma once

#include "base/buffer.h"

/* Appends the message so. 0 or -ENOMEM. */
int own_words_append(struct buffer *out, const char *message);
