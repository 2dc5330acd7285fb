/* SPDX-License-Identifier: MIT */
/* Streams of the module _io, and sys.stdin, sys.stdout and sys.stderr among them. */
#pragma once

#include "template/python_api.h"

bool python_streams_prepare(void);

/* true: the three are what they were, layer by layer, and none of their methods is replaced. */
bool python_streams_find(void);

/* Of one of the types whose end is to be closed, and with that written. */
bool python_streams_has_type(object *type);

/* One that keeps what it gets in memory. */
bool python_streams_is_memory(object *type);

/* Closed already, or one of those that were found. */
bool python_streams_is_silent(object *stream);

/* sys.stdout and sys.stderr. false: not all could be written. */
bool python_streams_flush(void);
