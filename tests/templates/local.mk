# SPDX-License-Identifier: MIT
# Programs that tests/system/test_runner_templates.c runs both ways.
EXTRA_DIST += \
	tests/templates/abort.py \
	tests/templates/alarm.py \
	tests/templates/arguments.py \
	tests/templates/arguments_bytes.py \
	tests/templates/asyncio_loop.py \
	tests/templates/atexit_order.py \
	tests/templates/audit.py \
	tests/templates/broken_pipe.py \
	tests/templates/buffered_order.py \
	tests/templates/byte_order_mark.py \
	tests/templates/bytecode.py \
	tests/templates/carriage_returns.py \
	tests/templates/cookie_latin1.py \
	tests/templates/cookie_unknown.py \
	tests/templates/daemon_thread.py \
	tests/templates/deep_recursion.py \
	tests/templates/descriptors.py \
	tests/templates/dictionary_order.py \
	tests/templates/docstring.py \
	tests/templates/eats_memory.py \
	tests/templates/empty.py \
	tests/templates/environment.py \
	tests/templates/environment_kernel.py \
	tests/templates/exception_at_end.py \
	tests/templates/exec_self.py \
	tests/templates/exit_at_once.py \
	tests/templates/exit_large.py \
	tests/templates/exit_none.py \
	tests/templates/exit_number.py \
	tests/templates/exit_object.py \
	tests/templates/exit_text.py \
	tests/templates/faulthandler_dump.py \
	tests/templates/finalizers.py \
	tests/templates/flags.py \
	tests/templates/flush_fails.py \
	tests/templates/folders.py \
	tests/templates/fork.py \
	tests/templates/fork_buffer.py \
	tests/templates/frames.py \
	tests/templates/future.py \
	tests/templates/gc_state.py \
	tests/templates/hello.py \
	tests/templates/import_main.py \
	tests/templates/import_missing.py \
	tests/templates/import_sibling.py \
	tests/templates/indentation_error.py \
	tests/templates/input_bytes.py \
	tests/templates/input_end.py \
	tests/templates/input_lines.py \
	tests/templates/input_not_utf8.py \
	tests/templates/input_seek.py \
	tests/templates/inspect_variable.py \
	tests/templates/interrupt.py \
	tests/templates/interrupt_caught.py \
	tests/templates/interrupt_raised.py \
	tests/templates/interrupt_subclass.py \
	tests/templates/killed.py \
	tests/templates/large_output.py \
	tests/templates/leaves_child.py \
	tests/templates/limits.py \
	tests/templates/main_module.py \
	tests/templates/memory_error.py \
	tests/templates/modules.py \
	tests/templates/multiprocessing.py \
	tests/templates/name_error_hint.py \
	tests/templates/native_abort.c \
	tests/templates/native_address.c \
	tests/templates/native_address.cpp \
	tests/templates/native_constructors.c \
	tests/templates/native_crash.c \
	tests/templates/native_early.c \
	tests/templates/native_endless.c \
	tests/templates/native_endless_recursion.c \
	tests/templates/native_fork_exec.c \
	tests/templates/native_ifunc.c \
	tests/templates/native_input.c \
	tests/templates/native_late_writer.c \
	tests/templates/native_memory.c \
	tests/templates/native_much.c \
	tests/templates/native_objects.cpp \
	tests/templates/native_own_malloc.c \
	tests/templates/native_processes.c \
	tests/templates/native_recursion.c \
	tests/templates/native_threads.c \
	tests/templates/native_uncaught.cpp \
	tests/templates/native_world.c \
	tests/templates/no_environment.py \
	tests/templates/no_newline.py \
	tests/templates/no_site.py \
	tests/templates/not_utf8.py \
	tests/templates/null_byte.py \
	tests/templates/optimized.py \
	tests/templates/optimized_twice.py \
	tests/templates/own_excepthook.py \
	tests/templates/own_handler.py \
	tests/templates/path.py \
	tests/templates/path_isolated.py \
	tests/templates/path_safe.py \
	tests/templates/pickle_main.py \
	tests/templates/random_seeded.py \
	tests/templates/recursion.py \
	tests/templates/rusage.py \
	tests/templates/segfault.py \
	tests/templates/signal_handlers.py \
	tests/templates/signal_state.py \
	tests/templates/sleeps_too_long.py \
	tests/templates/spawned.py \
	tests/templates/stderr_order.py \
	tests/templates/stdout_closed.py \
	tests/templates/streams.py \
	tests/templates/subprocess_self.py \
	tests/templates/switches.py \
	tests/templates/syntax_error.py \
	tests/templates/tab_error.py \
	tests/templates/terminated.py \
	tests/templates/thread_dies.py \
	tests/templates/thread_ids.py \
	tests/templates/threads.py \
	tests/templates/too_much_output.py \
	tests/templates/trace.py \
	tests/templates/unbuffered.py \
	tests/templates/uncaught.py \
	tests/templates/uncaught_group.py \
	tests/templates/uncaught_notes.py \
	tests/templates/unclosed_file.py \
	tests/templates/unraisable.py \
	tests/templates/warnings_shown.py \
	tests/templates/works_too_long.py \
	tests/templates/writes_files.py

if HAVE_CMOCKA
UNIT_TESTS += tests/unit/test_template tests/unit/test_binary
tests_unit_test_binary_SOURCES = tests/unit/test_binary.c tests/unit/folder.h
tests_unit_test_binary_LDADD = $(RUNNER_LIBS) $(CMOCKA_LIBS)
tests_unit_test_template_SOURCES = tests/unit/test_template.c
tests_unit_test_template_LDADD = $(RUNNER_LIBS) $(CMOCKA_LIBS)
check_PROGRAMS += tests/system/test_runner_templates
TESTS += tests/system/test_runner_templates
tests_system_test_runner_templates_SOURCES = tests/system/test_runner_templates.c $(RUNNER_HARNESS)
tests_system_test_runner_templates_LDADD = $(JOB_LIBS) $(CMOCKA_LIBS)
endif
