/* SPDX-License-Identifier: MIT */
/*
 * Of a program's objects, those can be seen at the end that do something when they go: instances of
 * a class with __del__, what somebody waits for with a weak reference and a callback, generators
 * that stand within a try or with, open files, and whatever a library in C does. All objects that
 * the garbage collector knows are looked at, by their types; nothing of them is written to, because
 * each page written to is one copied. What the collector doesn't know has no references to others
 * and is of a type in C, or of a class without room for anything, which is then itself looked at.
 */
#pragma once

#include "template/python_api.h"

/* A module with the collector's functions, which is let go of afterwards. false: this is not how
 * its lists are linked. */
bool python_objects_prepare(object *gc);

/* true: none does anything when it goes, but python_streams_find() has found it. */
bool python_objects_are_silent(void);

/* Of a library in C by that name, or a function of it: its end does nothing that shows. */
bool python_objects_is_harmless(const char *library);
bool python_objects_names_harmless(object *library);
