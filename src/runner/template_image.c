/* SPDX-License-Identifier: MIT */
#include "runner/template_image.h"

#include "base/cleanup.h"
#include "template/wire.h"

/* The file's path is relative to where the compiler runs: the build's top. */
#define IMAGE(name)                                                                                \
	__asm__(".pushsection .rodata\n"                                                           \
		".globl template_image_" #name "_begin\n"                                          \
		".globl template_image_" #name "_end\n"                                            \
		"template_image_" #name "_begin:\n"                                                \
		".incbin \"src/template/" #name ".so\"\n"                                          \
		"template_image_" #name "_end:\n"                                                  \
		".popsection\n");                                                                  \
	extern const unsigned char template_image_##name##_begin[];                                \
	extern const unsigned char template_image_##name##_end[]

IMAGE(python);
IMAGE(native);

const struct template_image *template_images(size_t *ret_count)
{
	static struct template_image images[] = {
		{ TEMPLATE_PYTHON_PATH, template_image_python_begin, 0 },
		{ TEMPLATE_NATIVE_PATH, template_image_native_begin, 0 },
	};

	images[0].size = (size_t)(template_image_python_end - template_image_python_begin);
	images[1].size = (size_t)(template_image_native_end - template_image_native_begin);
	*ret_count = ARRAY_SIZE(images);
	return images;
}
