/* SPDX-License-Identifier: MIT */
#include "unit.h"

#include "runner/capture.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>

static int make_capture(void **state)
{
	static int fd;

	*state = &fd;
	return capture_new("test", &fd);
}

static int drop_capture(void **state)
{
	return close(*(int *)*state);
}

static void what_was_written_is_read_whatever_the_offset(void **state)
{
	int fd = *(int *)*state;
	_cleanup_buffer_ struct buffer bytes = { 0 };

	assert_int_equal(write(fd, "hello", 5), 5);
	assert_int_equal(lseek(fd, 2, SEEK_SET), 2);
	assert_int_equal(capture_size(fd), 5);
	assert_int_equal(capture_read(fd, 100, &bytes), 0);
	assert_string_equal(bytes.data, "hello");
}

static void reading_stops_at_the_maximum(void **state)
{
	int fd = *(int *)*state;
	_cleanup_buffer_ struct buffer bytes = { 0 };

	assert_int_equal(write(fd, "hello", 5), 5);
	assert_int_equal(capture_read(fd, 4, &bytes), 0);
	assert_int_equal(bytes.len, 4);
	assert_int_equal(capture_read(fd, 5, &bytes), 0); /* appends */
	assert_memory_equal(bytes.data, "hellhello", 9);
}

static void fill_leaves_the_offset_at_the_begin(void **state)
{
	int fd = *(int *)*state;
	char text[8] = "";

	assert_int_equal(write(fd, "something longer", 16), 16);
	assert_int_equal(capture_fill(fd, "abc", 3), 0);
	assert_int_equal(read(fd, text, sizeof(text)), 3);
	assert_string_equal(text, "abc");
}

static void reset_undoes_what_a_run_can_do(void **state)
{
	int fd = *(int *)*state;
	struct stat status;

	assert_int_equal(write(fd, "hello", 5), 5);
	assert_int_equal(fcntl(fd, F_SETFL, O_NONBLOCK), 0);
	assert_int_equal(fchmod(fd, 0), 0);
	assert_int_equal(capture_reset(fd), 0);
	assert_int_equal(capture_size(fd), 0);
	assert_int_equal(lseek(fd, 0, SEEK_CUR), 0);
	assert_int_equal(fcntl(fd, F_GETFL) & (O_APPEND | O_NONBLOCK), O_APPEND);
	assert_int_equal(fstat(fd, &status), 0);
	assert_int_equal(status.st_mode & 0777, 0600);
}

static void get_times(int fd, struct timespec ret_times[static 2])
{
	struct stat status;

	assert_int_equal(fstat(fd, &status), 0);
	ret_times[0] = status.st_atim;
	ret_times[1] = status.st_mtim;
}

static void times_are_always_the_same(void **state)
{
	int fd = *(int *)*state;
	const struct timespec message[2] = { { .tv_sec = 3 }, { .tv_sec = 4 } };
	struct timespec first[2], now[2];

	assert_int_equal(futimens(fd, message), 0);
	assert_int_equal(capture_reset(fd), 0);
	get_times(fd, first);
	assert_true(first[0].tv_sec != 3 && first[1].tv_sec != 4);
	assert_int_equal(capture_fill(fd, "abc", 3), 0);
	get_times(fd, now);
	assert_memory_equal(now, first, sizeof(now));
	assert_int_equal(write(fd, "hello", 5), 5);
	assert_int_equal(capture_reset(fd), 0);
	get_times(fd, now);
	assert_memory_equal(now, first, sizeof(now));
	assert_int_equal(futimens(fd, (const struct timespec[2]){ first[0], message[1] }), 0);
	assert_int_equal(capture_reset(fd), 0);
	get_times(fd, now);
	assert_memory_equal(now, first, sizeof(now));
}

/* Behind the end there can be pages that the size says nothing of. */
static void what_was_allocated_behind_the_end_goes_back(void **state)
{
	int fd = *(int *)*state;
	struct stat before, status;

	assert_int_equal(capture_fill(fd, "abc", 3), 0);
	assert_int_equal(fstat(fd, &before), 0);
	assert_int_equal(fallocate(fd, FALLOC_FL_KEEP_SIZE, 8192, 65536), 0);
	assert_int_equal(capture_fill(fd, "abc", 3), 0);
	assert_int_equal(fstat(fd, &status), 0);
	assert_int_equal(status.st_size, 3);
	assert_int_equal(status.st_blocks, before.st_blocks);
}

static void a_shorter_input_leaves_nothing_of_a_longer_one(void **state)
{
	int fd = *(int *)*state;
	char text[8] = "";

	assert_int_equal(capture_fill(fd, "abcdef", 6), 0);
	assert_int_equal(capture_fill(fd, "xy", 2), 0);
	assert_int_equal(ftruncate(fd, 6), 0);
	assert_int_equal(read(fd, text, sizeof(text)), 6);
	assert_memory_equal(text, "xy\0\0\0\0", 6);
	assert_int_equal(capture_fill(fd, "", 0), 0);
	assert_int_equal(capture_size(fd), 0);
}

static void nobody_can_seal_it(void **state)
{
	int fd = *(int *)*state;

	assert_int_equal(fcntl(fd, F_ADD_SEALS, F_SEAL_WRITE), -1);
	assert_int_equal(errno, EPERM);
}

static void it_is_not_inherited(void **state)
{
	assert_int_equal(fcntl(*(int *)*state, F_GETFD) & FD_CLOEXEC, FD_CLOEXEC);
}

#define capture_test(name) cmocka_unit_test_setup_teardown(name, make_capture, drop_capture)

/* Who has mapped the last page can write behind the end; the next run could read it there. */
static void what_was_behind_the_end_is_gone(void **state)
{
	static const char input[] = "given input\n";
	char *page;
	int fd;

	(void)state;
	assert_int_equal(capture_new("stdin", &fd), 0);
	assert_int_equal(capture_fill(fd, input, sizeof(input) - 1), 0);
	page = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	assert_true(page != MAP_FAILED);
	page[4000] = 'x';
	(void)munmap(page, 4096);
	assert_int_equal(capture_fill(fd, input, sizeof(input) - 1), 0);
	page = mmap(NULL, 4096, PROT_READ, MAP_SHARED, fd, 0);
	assert_true(page != MAP_FAILED);
	assert_int_equal(page[4000], '\0');
	(void)munmap(page, 4096);
	(void)close(fd);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		capture_test(what_was_written_is_read_whatever_the_offset),
		capture_test(reading_stops_at_the_maximum),
		capture_test(fill_leaves_the_offset_at_the_begin),
		capture_test(reset_undoes_what_a_run_can_do),
		capture_test(nobody_can_seal_it),
		capture_test(times_are_always_the_same),
		capture_test(what_was_allocated_behind_the_end_goes_back),
		capture_test(a_shorter_input_leaves_nothing_of_a_longer_one),
		capture_test(it_is_not_inherited),
		cmocka_unit_test(what_was_behind_the_end_is_gone),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
