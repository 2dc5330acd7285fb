/* SPDX-License-Identifier: MIT */
#include "template/python_api.h"

#include <dlfcn.h>
#include <string.h>

struct python_api python;

static const struct python_symbol symbols[] = {
	{ "PyGILState_GetThisThreadState", &python.this_thread },
	{ "PyEval_RestoreThread", &python.take_lock },
	{ "PyOS_BeforeFork", &python.before_fork },
	{ "PyOS_AfterFork_Child", &python.after_fork },
	{ "PyUnicode_DecodeFSDefault", &python.decode },
	{ "PySys_GetObject", &python.sys_get },
	{ "PyList_SetSlice", &python.list_set_slice },
	{ "PyList_New", &python.list_new },
	{ "PyList_Append", &python.list_append },
	{ "PyList_Size", &python.list_size },
	{ "PyList_GetItem", &python.list_get },
	{ "PyList_SetItem", &python.list_set },
	{ "PyObject_IsTrue", &python.is_true },
	{ "PyUnicode_CompareWithASCIIString", &python.equals_ascii },
	{ "PyDict_GetItemString", &python.dict_get },
	{ "PyDict_Size", &python.dict_size },
	{ "PyDict_DelItemString", &python.dict_delete },
	{ "PyDict_SetItemString", &python.dict_set },
	{ "PyObject_GetAttrString", &python.get },
	{ "PyObject_CallFunction", &python.call },
	{ "PyObject_CallMethod", &python.call_method },
	{ "PyImport_GetModuleDict", &python.modules },
	{ "PyImport_AddModule", &python.add_module },
	{ "PyModule_GetDict", &python.module_dict },
	{ "PyImport_GetMagicNumber", &python.magic_number },
	{ "PyRun_AnyFileExFlags", &python.run_any_file },
	{ "PyRun_FileExFlags", &python.run_file },
	{ "Py_MakePendingCalls", &python.pending_calls },
	{ "_Py_HandleSystemExit", &python.handle_exit },
	{ "Py_FinalizeEx", &python.finalize },
	{ "PyErr_ExceptionMatches", &python.error_matches },
	{ "PyErr_NormalizeException", &python.error_normalize },
	{ "PyErr_Fetch", &python.error_fetch },
	{ "PyErr_Restore", &python.error_restore },
	{ "PyErr_Print", &python.error_print },
	{ "PyErr_Clear", &python.error_clear },
	{ "Py_IncRef", &python.keep },
	{ "Py_DecRef", &python.release },
	{ "_Py_NoneStruct", &python.none },
	{ "PyLong_Type", &python.number },
	{ "PyUnicode_Type", &python.text },
	{ "PyExc_KeyboardInterrupt", &python.keyboard_interrupt },
	{ "PyExc_SystemExit", &python.system_exit },
};

bool python_find(const struct python_symbol *wanted, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		void *address = dlsym(RTLD_DEFAULT, wanted[i].name);

		if (!address)
			return false;
		memcpy(wanted[i].place, &address, sizeof(address));
	}
	return true;
}

bool python_look_up(void)
{
	return python_find(symbols, sizeof(symbols) / sizeof(symbols[0]));
}

object *python_find_in(const char *module, const char *name)
{
	object *found = python.dict_get(python.modules(), module);

	return found ? python.get(found, name) : NULL;
}

int python_ask(object *thing, const char *name)
{
	object *value = python.get(thing, name);
	int is = value ? python.is_true(value) : -1;

	if (!value)
		python.error_clear();
	python.release(value);
	return is;
}
