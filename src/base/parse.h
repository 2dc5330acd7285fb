/* SPDX-License-Identifier: MIT */
/* Every number from outside passes through here. All: 0, -EINVAL (not of the form) or -ERANGE
 * (outside the bounds). */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Decimal digits only: no sign, no space, no leading '+', no overflow. */
int parse_u64(const char *string, uint64_t max, uint64_t *ret_value);
int parse_u32(const char *string, uint32_t max, uint32_t *ret_value);
/* The same with one leading '-'. */
int parse_i64(const char *string, int64_t min, int64_t max, int64_t *ret_value);
/* Bytes that don't end in NUL. */
int parse_u64_n(const char *bytes, size_t len, uint64_t max, uint64_t *ret_value);
int parse_i64_n(const char *bytes, size_t len, int64_t min, int64_t max, int64_t *ret_value);

/* Finite decimal floating point, whole string ("1e-6"), no inf, nan or hexadecimal. C locale
 * always. Also -ENOMEM. */
int parse_double(const char *string, double *ret_value);

/* "512", "64K", "256M", "1G", "1T" (powers of 1024): bytes. */
int parse_size(const char *string, uint64_t *ret_bytes);

/* "2s", "500ms", "1min 30s", "2h", "1d" (us ms s sec min h d, parts may be separated by one space);
   a number alone is seconds: microseconds. */
int parse_duration(const char *string, uint64_t *ret_us);

/* yes/no, true/false, on/off, 1/0. */
int parse_bool(const char *string, bool *ret_value);
