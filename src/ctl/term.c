/* SPDX-License-Identifier: MIT */
#include "ctl/term.h"

#include "base/parse.h"

#include <langinfo.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

static const char *const style_sequences[STYLES] = {
	[STYLE_BOLD] = "\033[0;1m",
	[STYLE_DIM] = "\033[0;38;5;245m",
	[STYLE_GOOD] = "\033[0;1;32m",
	[STYLE_BAD] = "\033[0;1;31m",
	[STYLE_WARN] = "\033[0;1;33m",
	[STYLE_ACCENT] = "\033[0;36m",
	[STYLE_TITLE] = "\033[0;1;4m",
	[STYLE_LINK] = "\033[0;4m",
	[STYLE_OFF] = "\033[0m",
};

static const struct {
	const char *utf8, *ascii;
} glyphs[GLYPHS] = {
	[GLYPH_DOT] = { "●", "*" },
	[GLYPH_CIRCLE] = { "○", "o" },
	[GLYPH_CHECK] = { "✓", "+" },
	[GLYPH_CROSS] = { "✗", "x" },
	[GLYPH_SKIP] = { "↷", "-" },
	[GLYPH_TREE_BRANCH] = { "├─", "|-" },
	[GLYPH_TREE_LAST] = { "└─", "`-" },
	[GLYPH_BULLET] = { "•", "*" },
	[GLYPH_RULE] = { "─", "-" },
	[GLYPH_DOUBLE_RULE] = { "═", "=" },
	[GLYPH_BAR] = { "│", "|" },
	[GLYPH_FULL_BLOCK] = { "█", "#" },
	[GLYPH_EMPTY_BLOCK] = { "░", "." },
	[GLYPH_ELLIPSIS] = { "…", "..." },
	[GLYPH_ARROW] = { "→", "->" },
	[GLYPH_CONTINUED] = { "↪", ">" },
	[GLYPH_SPACE_MARK] = { "·", "_" },
	[GLYPH_TAB_MARK] = { "→", ">" },
	[GLYPH_RETURN_MARK] = { "␍", "\\r" },
	[GLYPH_DASH] = { "–", "-" },
};

static size_t columns_of(int fd)
{
	const char *text = getenv("COLUMNS");
	struct winsize size = { 0 };
	uint32_t columns;

	if (!text || parse_u32(text, TERM_COLUMNS_MAX, &columns) < 0 || columns == 0) {
		columns = TERM_COLUMNS_DEFAULT;
		if (ioctl(fd, TIOCGWINSZ, &size) >= 0 && size.ws_col > 0)
			columns = size.ws_col;
	}
	if (columns < TERM_COLUMNS_MIN)
		return TERM_COLUMNS_MIN;
	return columns > TERM_COLUMNS_MAX ? TERM_COLUMNS_MAX : columns;
}

static bool wants_colour(bool is_terminal)
{
	const char *systemd = getenv("SYSTEMD_COLORS"), *refused = getenv("NO_COLOR");
	const char *name = getenv("TERM");
	bool value;

	if (systemd && *systemd) /* "16", "256" and "auto-256" are forms of yes */
		return parse_bool(systemd, &value) < 0 || value;
	if (refused && *refused)
		return false;
	return is_terminal && name && *name && strcmp(name, "dumb") != 0;
}

static bool has_many_colours(void)
{
	const char *systemd = getenv("SYSTEMD_COLORS"), *name = getenv("TERM");
	const char *colour = getenv("COLORTERM");

	if (systemd && strstr(systemd, "16"))
		return false;
	return (systemd && strstr(systemd, "256")) || (name && strstr(name, "256")) ||
	       (colour && *colour);
}

void term_init(struct term *term, int fd)
{
	term->is_terminal = isatty(fd) > 0;
	term->has_colour = wants_colour(term->is_terminal);
	term->has_256 = term->has_colour && has_many_colours();
	term->has_utf8 = strcmp(nl_langinfo(CODESET), "UTF-8") == 0;
	term->columns = columns_of(fd);
}

const char *term_style(const struct term *term, enum style style)
{
	return term->has_colour ? style_sequences[style] : "";
}

const char *term_glyph(const struct term *term, enum glyph glyph)
{
	return term->has_utf8 ? glyphs[glyph].utf8 : glyphs[glyph].ascii;
}

int term_styled(struct buffer *out, const struct term *term, enum style style, const char *text)
{
	return buffer_printf(
		out, "%s%s%s", term_style(term, style), text, term_style(term, STYLE_OFF));
}

int term_repeat(struct buffer *out, const struct term *term, enum glyph glyph, size_t count)
{
	int r = 0;

	for (size_t i = 0; i < count && r >= 0; i++)
		r = buffer_append_string(out, term_glyph(term, glyph));
	return r;
}

int term_pad(struct buffer *out, size_t count)
{
	int r = 0;

	for (size_t i = 0; i < count && r >= 0; i++)
		r = buffer_append_char(out, ' ');
	return r;
}
