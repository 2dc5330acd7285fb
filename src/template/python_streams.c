/* SPDX-License-Identifier: MIT */
#include "template/python_streams.h"

#define N_STANDARD 3
#define N_LAYERS   3 /* text, buffer, file */

enum { TEXT, READER, WRITER, RANDOM, FILE_IO, N_TYPES };
static const char *const type_names[N_TYPES] = { "TextIOWrapper", "BufferedReader",
	"BufferedWriter", "BufferedRandom", "FileIO" };

static struct {
	object *types[N_TYPES], *bytes_io, *string_io;
	object *standard[N_STANDARD * N_LAYERS];
	object **(*attributes)(object *thing);
} streams;

bool python_streams_prepare(void)
{
	static const struct python_symbol symbols[] = { { "_PyObject_GetDictPtr",
		&streams.attributes } };
	bool done = python_find(symbols, 1);

	streams.bytes_io = python_find_in("_io", "BytesIO");
	streams.string_io = python_find_in("_io", "StringIO");
	for (size_t i = 0; i < N_TYPES; i++) {
		streams.types[i] = python_find_in("_io", type_names[i]);
		done = done && streams.types[i];
	}
	return done && streams.bytes_io && streams.string_io;
}

bool python_streams_has_type(object *type)
{
	for (size_t i = 0; i < N_TYPES; i++)
		if (type == streams.types[i])
			return true;
	return false;
}

bool python_streams_is_memory(object *type)
{
	return type == streams.bytes_io || type == streams.string_io;
}

/* The stream that it hands on to, which it keeps; NULL: none, or none that is known. */
static object *layer_below(object *stream)
{
	object *below;

	if (type_of(stream) == streams.types[FILE_IO])
		return NULL;
	below = python.get(stream, type_of(stream) == streams.types[TEXT] ? "buffer" : "raw");
	if (!below) {
		python.error_clear();
		return NULL;
	}
	python.release(below);
	return python_streams_has_type(type_of(below)) ? below : NULL;
}

bool python_streams_is_silent(object *stream)
{
	object *lowest = stream, *below;

	for (size_t i = 0; i < N_STANDARD * N_LAYERS; i++)
		if (stream == streams.standard[i])
			return true;
	while ((below = layer_below(lowest)))
		lowest = below;
	return type_of(lowest) == streams.types[FILE_IO] && python_ask(stream, "closed") == 1;
}

/* It has one attribute of its own, of that name; or none. None is made for asking. */
static bool has_only(object *stream, const char *name)
{
	object **entries = streams.attributes(stream);
	ssize_t n = entries && *entries ? python.dict_size(*entries) : 0;

	return name ? n == 1 && python.dict_get(*entries, name) : n == 0;
}

/* Without a buffer (-u) the text is handed to the file. */
static bool find(const char *name, const char *original, object **ret_layers)
{
	object *text = python.sys_get(name), *buffer, *file;

	if (!text || text != python.sys_get(original) || type_of(text) != streams.types[TEXT] ||
		!has_only(text, "mode"))
		return false;
	buffer = layer_below(text);
	file = buffer && type_of(buffer) != streams.types[FILE_IO] ? layer_below(buffer) : buffer;
	if (!file || type_of(file) != streams.types[FILE_IO] || !has_only(file, "name") ||
		(file != buffer && !has_only(buffer, NULL)) || python_ask(text, "closed") != 0)
		return false;
	ret_layers[0] = text;
	ret_layers[1] = buffer;
	ret_layers[2] = file;
	return true;
}

bool python_streams_find(void)
{
	return find("stdin", "__stdin__", streams.standard) &&
	       find("stdout", "__stdout__", streams.standard + N_LAYERS) &&
	       find("stderr", "__stderr__", streams.standard + 2 * N_LAYERS);
}

static bool flush(object *stream)
{
	object *nothing = python.call_method(stream, "flush", NULL);

	if (!nothing)
		python.error_clear();
	python.release(nothing);
	return nothing != NULL;
}

bool python_streams_flush(void)
{
	return flush(python.sys_get("stdout")) && flush(python.sys_get("stderr"));
}
