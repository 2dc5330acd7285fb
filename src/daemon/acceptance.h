/* SPDX-License-Identifier: MIT */
/* What a reload insists on before what it loaded comes into force. At start there is no choice. */
#pragma once

#include "daemon/config.h"
#include "learn/catalog.h"
#include "learn/language.h"

#define ACCEPTANCE_MESSAGE_MAX (sizeof(struct config_error))

/* All: 0, or -EINVAL with a line that says what is wrong. */

/* A root that is not there would be found out when the first program is to run. */
int acceptance_of_config(const struct config *config, char ret_message[static ACCEPTANCE_MESSAGE_MAX]);
/* A folder that has vanished, or a mount point with nothing mounted: none of that is a wish to teach nothing. */
int acceptance_of_languages(const struct strlist *path, const struct language_set *old,
	const struct language_set *new, char ret_message[static ACCEPTANCE_MESSAGE_MAX]);
/* Nor is there to be a mistake that was not there before: it must not take a lesson away under those who practise it. */
int acceptance_of_catalog(const struct strlist *path, const struct catalog *old, const struct catalog *new,
	char ret_message[static ACCEPTANCE_MESSAGE_MAX]);
