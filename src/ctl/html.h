/* SPDX-License-Identifier: MIT */
/* A lesson's text as one page that needs nothing else: no script, no font, no picture from
 * elsewhere. */
#pragma once

#include "base/buffer.h"

/* 0 or -ENOMEM. Raw HTML in the text is shown as text; links lead to http, https, mailto or within
 * the page only. */
int html_render(struct buffer *out, const char *text, size_t len);
