/* SPDX-License-Identifier: MIT */
/*
 * Whether a learner's compiled program may be a template: started up to the point where ld.so has
 * mapped and relocated it and its libraries, with none of its own code run. The file is hostile.
 *
 * It has to be what a compiler makes of an ordinary program: for this machine, the system's ld.so,
 * libraries of a short list, every table that ld.so reads in memory that can't be written, every
 * relocation of an ordinary kind and into its own writable memory, no function that takes the place
 * of a library's, and nothing that has code run early. Everything else is executed.
 */
#pragma once

#include <stddef.h>

#define BINARY_SIZE_MAX (1024 * 1024) /* of a file that is looked at */

/* 0; -ENOEXEC: not one to start ahead. */
int binary_check(const unsigned char *bytes, size_t size);

/* The same of a file: also -errno when it can't be read, -E2BIG. */
int binary_check_file(const char *path);
