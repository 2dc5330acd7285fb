/* SPDX-License-Identifier: MIT */
#include "base/parse.h"

#include "base/cleanup.h"

#include <locale.h>
#include <math.h>
#include <string.h>
#include <strings.h>

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

int parse_u64_n(const char *bytes, size_t len, uint64_t max, uint64_t *ret_value)
{
	uint64_t value = 0;
	bool is_over = false;

	if (len == 0)
		return -EINVAL;
	for (size_t i = 0; i < len; i++) {
		if (!is_digit(bytes[i]))
			return -EINVAL;
		is_over = is_over || __builtin_mul_overflow(value, 10, &value) ||
			  __builtin_add_overflow(value, (uint64_t)(bytes[i] - '0'), &value);
	}
	if (is_over || value > max)
		return -ERANGE;
	*ret_value = value;
	return 0;
}

int parse_u64(const char *string, uint64_t max, uint64_t *ret_value)
{
	return parse_u64_n(string, strlen(string), max, ret_value);
}

int parse_u32(const char *string, uint32_t max, uint32_t *ret_value)
{
	uint64_t value;
	int r = parse_u64(string, max, &value);

	if (r < 0)
		return r;
	*ret_value = (uint32_t)value;
	return 0;
}

int parse_i64_n(const char *bytes, size_t len, int64_t min, int64_t max, int64_t *ret_value)
{
	bool is_negative = len > 0 && bytes[0] == '-';
	uint64_t magnitude;
	int64_t value;
	int r;

	r = parse_u64_n(bytes + is_negative, len - is_negative, (uint64_t)INT64_MAX + is_negative,
		&magnitude);
	if (r < 0)
		return r;
	/* Negated before it is signed: the magnitude of INT64_MIN does not fit into an int64_t. */
	value = (int64_t)(is_negative ? 0 - magnitude : magnitude);
	if (value < min || value > max)
		return -ERANGE;
	*ret_value = value;
	return 0;
}

int parse_i64(const char *string, int64_t min, int64_t max, int64_t *ret_value)
{
	return parse_i64_n(string, strlen(string), min, max, ret_value);
}

int parse_double(const char *string, double *ret_value)
{
	locale_t c_locale;
	double value;
	char *end;

	/* Leaves out white space, hexadecimal, "inf" and "nan", which strtod() would take. */
	if (!*string || string[strspn(string, "0123456789+-.eE")])
		return -EINVAL;
	c_locale = newlocale(LC_ALL_MASK, "C", NULL);
	if (!c_locale)
		return -ENOMEM;
	value = strtod_l(string, &end, c_locale);
	freelocale(c_locale);
	if (end == string || *end)
		return -EINVAL;
	if (!isfinite(value))
		return -ERANGE;
	*ret_value = value;
	return 0;
}

struct unit {
	const char *name;
	uint64_t factor;
};

static const struct unit SIZE_UNITS[] = {
	{ "", 1 },
	{ "K", UINT64_C(1) << 10 },
	{ "M", UINT64_C(1) << 20 },
	{ "G", UINT64_C(1) << 30 },
	{ "T", UINT64_C(1) << 40 },
};

static const struct unit TIME_UNITS[] = {
	{ "us", 1 },
	{ "ms", 1000 },
	{ "s", 1000000 },
	{ "sec", 1000000 },
	{ "min", 60 * UINT64_C(1000000) },
	{ "h", 3600 * UINT64_C(1000000) },
	{ "d", 86400 * UINT64_C(1000000) },
};

static const struct unit *find_unit(
	const struct unit *units, size_t n_units, const char *name, size_t len)
{
	for (size_t i = 0; i < n_units; i++)
		if (strlen(units[i].name) == len && strncmp(units[i].name, name, len) == 0)
			return &units[i];
	return NULL;
}

static int scaled(const char *digits, size_t len, const struct unit *unit, uint64_t *ret_value)
{
	uint64_t number, value;
	int r;

	if (!unit)
		return -EINVAL;
	r = parse_u64_n(digits, len, UINT64_MAX, &number);
	if (r < 0)
		return r;
	if (__builtin_mul_overflow(number, unit->factor, &value))
		return -ERANGE;
	*ret_value = value;
	return 0;
}

int parse_size(const char *string, uint64_t *ret_bytes)
{
	size_t digits = strspn(string, "0123456789");
	const char *suffix = string + digits;

	return scaled(string, digits,
		find_unit(SIZE_UNITS, ARRAY_SIZE(SIZE_UNITS), suffix, strlen(suffix)), ret_bytes);
}

int parse_duration(const char *string, uint64_t *ret_us)
{
	static const struct unit second = { "s", 1000000 };
	uint64_t total = 0, part;
	size_t digits = strspn(string, "0123456789"), len;
	int r;

	if (digits > 0 && !string[digits])
		return scaled(string, digits, &second, ret_us);
	do {
		digits = strspn(string, "0123456789");
		len = strspn(string + digits, "abcdefghijklmnopqrstuvwxyz");
		r = scaled(string, digits,
			find_unit(TIME_UNITS, ARRAY_SIZE(TIME_UNITS), string + digits, len), &part);
		if (r < 0)
			return r;
		if (__builtin_add_overflow(total, part, &total))
			return -ERANGE;
		string += digits + len;
		if (*string == ' ')
			string++;
	} while (*string);
	*ret_us = total;
	return 0;
}

int parse_bool(const char *string, bool *ret_value)
{
	static const char *const words[][2] = { { "no", "yes" }, { "false", "true" },
		{ "off", "on" }, { "0", "1" } };

	for (size_t i = 0; i < ARRAY_SIZE(words); i++)
		for (int value = 0; value < 2; value++)
			if (strcasecmp(string, words[i][value]) == 0) {
				*ret_value = value;
				return 0;
			}
	return -EINVAL;
}
