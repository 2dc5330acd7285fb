/* SPDX-License-Identifier: MIT */
/* The libraries that templates preload, as bytes: the runner carries them in itself and puts them
 * into its sandboxes, so that nothing has to be found and nothing can be of another build. */
#pragma once

#include <stddef.h>

struct template_image {
	const char *path; /* in the sandbox */
	const unsigned char *bytes;
	size_t size;
};

const struct template_image *template_images(size_t *ret_count);
