/* SPDX-License-Identifier: MIT */
/*
 * Ownership by scope: a variable marked _cleanup_free_ or _cleanup_close_ is released when its
 * scope ends; TAKE_PTR and TAKE_FD hand it on and leave the empty value behind.
 */
#pragma once

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#define _cleanup_(function) __attribute__((cleanup(function)))

static inline void cleanup_free(void *pointer)
{
	free(*(void **)pointer);
}

static inline void cleanup_close(const int *fd)
{
	int saved_errno = errno;

	if (*fd >= 0)
		(void)close(*fd);
	errno = saved_errno;
}

#define _cleanup_free_	_cleanup_(cleanup_free)
#define _cleanup_close_ _cleanup_(cleanup_close)

#define TAKE_PTR(pointer)                                                                          \
	({                                                                                         \
		__typeof__(pointer) *take_from_ = &(pointer);                                      \
		__typeof__(pointer) taken_ = *take_from_;                                          \
		*take_from_ = NULL;                                                                \
		taken_;                                                                            \
	})

#define TAKE_FD(fd)                                                                                \
	({                                                                                         \
		int *take_from_ = &(fd);                                                           \
		int taken_ = *take_from_;                                                          \
		*take_from_ = -1;                                                                  \
		taken_;                                                                            \
	})

/* For `_cleanup_(thing_freep) struct thing *thing = NULL;`. */
#define DEFINE_CLEANUP_FREE(type, function)                                                        \
	static inline void function##p(type *pointer)                                              \
	{                                                                                          \
		if (*pointer)                                                                      \
			function(*pointer);                                                        \
	}

#define ARRAY_SIZE(array) (sizeof(array) / sizeof((array)[0]))
