/* SPDX-License-Identifier: MIT */
/* What a stream can show: columns, colours, characters beyond ASCII. */
#pragma once

#include "base/buffer.h"

#include <stdbool.h>
#include <stddef.h>

#define TERM_COLUMNS_DEFAULT 80
#define TERM_COLUMNS_MIN     20
#define TERM_COLUMNS_MAX     1000

enum style {
	STYLE_BOLD,
	STYLE_DIM,
	STYLE_GOOD,
	STYLE_BAD,
	STYLE_WARN,
	STYLE_ACCENT,
	STYLE_TITLE,
	STYLE_LINK,
	STYLE_OFF,
	STYLES,
};

enum glyph {
	GLYPH_DOT,
	GLYPH_CIRCLE,
	GLYPH_CHECK,
	GLYPH_CROSS,
	GLYPH_SKIP,
	GLYPH_TREE_BRANCH,
	GLYPH_TREE_LAST,
	GLYPH_BULLET,
	GLYPH_RULE,
	GLYPH_DOUBLE_RULE,
	GLYPH_BAR,
	GLYPH_FULL_BLOCK,
	GLYPH_EMPTY_BLOCK,
	GLYPH_ELLIPSIS,
	GLYPH_ARROW,
	GLYPH_CONTINUED,
	GLYPH_SPACE_MARK,
	GLYPH_TAB_MARK,
	GLYPH_RETURN_MARK,
	GLYPH_DASH,
	GLYPHS,
};

struct term {
	bool is_terminal;
	bool has_colour;
	bool has_256; /* that many of them */
	bool has_utf8;
	size_t columns;
};

/*
 * Looks at the descriptor and the environment. Columns: COLUMNS, else the terminal's own, else 80.
 * Colour: SYSTEMD_COLORS decides, else NO_COLOR forbids, else a terminal that is not TERM=dumb has
 * it. Characters: the locale's, so the caller has called setlocale().
 */
void term_init(struct term *term, int fd);

/* The escape sequence, or "" where the stream has no colour. */
const char *term_style(const struct term *term, enum style style);
const char *term_glyph(const struct term *term, enum glyph glyph);

/* Appends `text` between the style's sequence and the one that ends it. 0 or -ENOMEM. */
int term_styled(struct buffer *out, const struct term *term, enum style style, const char *text);

/* Appends `count` times the glyph, or that many spaces. */
int term_repeat(struct buffer *out, const struct term *term, enum glyph glyph, size_t count);
int term_pad(struct buffer *out, size_t count);
