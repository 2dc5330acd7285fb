/* SPDX-License-Identifier: MIT */
/* A program as the compiler makes it, and what a hostile one could have instead. */
#include "base/buffer.h"
#include "base/file.h"
#include "folder.h"
#include "runner/binary.h"
#include "unit.h"

#include <elf.h>
#include <fcntl.h>

#if defined(__x86_64__)
#define IRELATIVE R_X86_64_IRELATIVE
#else
#define IRELATIVE R_AARCH64_IRELATIVE
#endif


static void compile(const char *source, const char *options, struct buffer *ret_bytes)
{
	_cleanup_folder_ struct folder folder = folder_new();
	char command[1024], path[512];
	int fd;

	if (access("/usr/bin/gcc", X_OK) < 0) {
		print_message("skipped: no /usr/bin/gcc\n");
		skip();
	}
	folder_put(&folder, "a.c", source);
	(void)snprintf(command, sizeof(command), "cd %s && gcc -w -O1 -o a a.c %s", folder.path, options);
	assert_int_equal(system(command), 0);
	(void)snprintf(path, sizeof(path), "%s/a", folder.path);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	assert_true(fd >= 0);
	assert_int_equal(file_read_all(fd, BINARY_SIZE_MAX, ret_bytes), 0);
	(void)close(fd);
	assert_int_equal(unlink(path), 0);
}

static const char ordinary[] = "#include <stdio.h>\n#include <math.h>\n__thread int t = 3; int v = 4;\n"
			       "int main(int c, char **a) { printf(\"%f\\n\", sin(c) + t + v); return a[0] == 0; }\n";

static int check_compiled(const char *source, const char *options)
{
	_cleanup_buffer_ struct buffer bytes = { 0 };

	compile(source, options, &bytes);
	return binary_check((const unsigned char *)bytes.data, bytes.len);
}

static void ordinary_programs_are_safe(void **state)
{
	(void)state;
	assert_int_equal(check_compiled(ordinary, "-lm"), 0);
	assert_int_equal(check_compiled(ordinary, "-lm -no-pie"), 0);
	assert_int_equal(check_compiled(ordinary, "-lm -g -O0 -Wl,-z,lazy"), 0);
	assert_int_equal(check_compiled(ordinary, "-lm -Wl,-z,now,-z,relro"), 0);
}

static void programs_with_code_that_runs_early_are_not(void **state)
{
	static const char preinit[] = "static void f(void) {}\n__attribute__((section(\".preinit_array\"), used))\n"
				      "static void (*const p)(void) = f; int main(void) { return 0; }\n";
	static const char ifunc[] = "static int r(void) { return 1; }\nstatic int (*s(void))(void) { return r; }\n"
				    "int f(void) __attribute__((ifunc(\"s\")));\nint main(void) { return f(); }\n";
	static const char interposed[] = "#include <stddef.h>\nvoid *malloc(size_t n) { return (void *)n; }\n"
					 "int main(void) { return malloc(1) == 0; }\n";

	(void)state;
	assert_int_equal(check_compiled(preinit, ""), -ENOEXEC);
	assert_int_equal(check_compiled(ifunc, ""), -ENOEXEC);
	assert_int_equal(check_compiled(interposed, "-fno-builtin"), -ENOEXEC);
}

static void programs_of_another_kind_are_not(void **state)
{
	static const char *const options[] = { "-lm -static", "-lm -static-pie", "-lm -Wl,-rpath,/tmp", "-lm -rdynamic",
		"-lm -z execstack", "-lm -Wl,--dynamic-linker=/tmp/ld.so", "-lm -shared -fPIC", "-lm -Wl,--hash-style=sysv",
		"-lm -Wl,--audit,/tmp/a.so", "-lm -Wl,--no-as-needed -lresolv" };

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(options); i++) {
		int r = check_compiled(ordinary, options[i]);

		if (r == 0)
			print_error("%s\n", options[i]);
		assert_int_equal(r, -ENOEXEC);
	}
}

static Elf64_Phdr *header_of(struct buffer *bytes, uint32_t type)
{
	Elf64_Ehdr *elf = (void *)bytes->data;
	Elf64_Phdr *headers = (void *)(bytes->data + elf->e_phoff);

	for (size_t i = 0; i < elf->e_phnum; i++)
		if (headers[i].p_type == type)
			return &headers[i];
	fail_msg("no such header");
	return NULL;
}

static Elf64_Dyn *tag_of(struct buffer *bytes, int64_t tag)
{
	Elf64_Dyn *entry = (void *)(bytes->data + header_of(bytes, PT_DYNAMIC)->p_offset);

	while (entry->d_tag != tag && entry->d_tag != DT_NULL)
		entry++;
	assert_true(entry->d_tag == tag);
	return entry;
}

/* The first segment begins at address and offset 0: there an address is a place. */
static Elf64_Rela *relocation_of(struct buffer *bytes)
{
	return (void *)(bytes->data + tag_of(bytes, DT_RELA)->d_un.d_ptr);
}

static void another_machine(struct buffer *b) { ((Elf64_Ehdr *)(void *)b->data)->e_machine = EM_MIPS; }
static void another_class(struct buffer *b) { b->data[EI_CLASS] = ELFCLASS32; }
static void core_file(struct buffer *b) { ((Elf64_Ehdr *)(void *)b->data)->e_type = ET_CORE; }
static void no_headers(struct buffer *b) { ((Elf64_Ehdr *)(void *)b->data)->e_phnum = 0; }
static void many_headers(struct buffer *b) { ((Elf64_Ehdr *)(void *)b->data)->e_phnum = 33; }
static void headers_outside(struct buffer *b) { ((Elf64_Ehdr *)(void *)b->data)->e_phoff = b->len - 8; }
static void headers_wrap(struct buffer *b) { ((Elf64_Ehdr *)(void *)b->data)->e_phoff = UINT64_MAX - 8; }
static void unknown_header(struct buffer *b) { header_of(b, PT_NOTE)->p_type = PT_SHLIB; }
static void second_dynamic(struct buffer *b) { header_of(b, PT_NOTE)->p_type = PT_DYNAMIC; }
static void written_code(struct buffer *b) { header_of(b, PT_LOAD)->p_flags |= PF_W | PF_X; }
static void written_tables(struct buffer *b) { header_of(b, PT_LOAD)->p_flags |= PF_W; }
static void segment_too_large(struct buffer *b) { header_of(b, PT_LOAD)->p_memsz = UINT64_MAX; }
static void segment_beyond_the_file(struct buffer *b)
{
	header_of(b, PT_LOAD)->p_filesz = header_of(b, PT_LOAD)->p_memsz = b->len + 1;
}
static void segments_overlap(struct buffer *b) { header_of(b, PT_LOAD)->p_memsz += 0x10000; }
static void relro_elsewhere(struct buffer *b) { header_of(b, PT_GNU_RELRO)->p_vaddr = UINT64_MAX - 4096; }
static void thread_memory_elsewhere(struct buffer *b) { header_of(b, PT_TLS)->p_vaddr = UINT64_C(1) << 40; }
static void other_dynamic(struct buffer *b) { header_of(b, PT_DYNAMIC)->p_offset -= 8; }
static void dynamic_without_end(struct buffer *b) { header_of(b, PT_DYNAMIC)->p_filesz = sizeof(Elf64_Dyn); }
static void run_path(struct buffer *b) { tag_of(b, DT_DEBUG)->d_tag = DT_RUNPATH; }
static void audit_library(struct buffer *b) { tag_of(b, DT_DEBUG)->d_tag = DT_AUDIT; }
static void filter_library(struct buffer *b) { tag_of(b, DT_DEBUG)->d_tag = DT_AUXILIARY; }
static void text_relocations(struct buffer *b) { tag_of(b, DT_DEBUG)->d_tag = DT_TEXTREL; }
static void preinit_array(struct buffer *b) { tag_of(b, DT_DEBUG)->d_tag = DT_PREINIT_ARRAY; }
static void second_table(struct buffer *b) { tag_of(b, DT_DEBUG)->d_tag = DT_RELA; }
static void other_flags(struct buffer *b) { tag_of(b, DT_FLAGS_1)->d_un.d_val |= DF_1_INITFIRST; }
static void needed_elsewhere(struct buffer *b) { tag_of(b, DT_NEEDED)->d_un.d_val = UINT64_MAX; }
static void other_library(struct buffer *b)
{
	b->data[tag_of(b, DT_STRTAB)->d_un.d_ptr + tag_of(b, DT_NEEDED)->d_un.d_val + 3] = 'X';
}
static void strings_without_end(struct buffer *b) { tag_of(b, DT_STRSZ)->d_un.d_val = UINT64_MAX; }
static void resolver(struct buffer *b) { relocation_of(b)->r_info = IRELATIVE; }
static void relocation_into_code(struct buffer *b) { relocation_of(b)->r_offset = ((Elf64_Ehdr *)(void *)b->data)->e_entry; }
static void relocation_outside(struct buffer *b) { relocation_of(b)->r_offset = UINT64_MAX - 3; }
static void relocation_of_the_tables(struct buffer *b)
{
	relocation_of(b)->r_offset = header_of(b, PT_DYNAMIC)->p_vaddr + 8;
}
static void relocation_of_no_symbol(struct buffer *b) { relocation_of(b)->r_info |= UINT64_C(0xffffff) << 32; }
static void odd_relocations(struct buffer *b) { tag_of(b, DT_RELASZ)->d_un.d_val -= 1; }
static void written_relocations(struct buffer *b)
{
	tag_of(b, DT_RELA)->d_un.d_ptr = header_of(b, PT_DYNAMIC)->p_vaddr;
}
static void endless_buckets(struct buffer *b)
{
	memset(b->data + tag_of(b, DT_GNU_HASH)->d_un.d_ptr, 0xff, 4);
}
static void symbols_outside(struct buffer *b) { tag_of(b, DT_SYMTAB)->d_un.d_ptr = UINT64_MAX - 64; }

static const struct {
	const char *name;
	void (*change)(struct buffer *bytes);
} changes[] = {
#define CHANGE(name) { #name, name }
	CHANGE(another_machine), CHANGE(another_class), CHANGE(core_file), CHANGE(no_headers), CHANGE(many_headers),
	CHANGE(headers_outside), CHANGE(headers_wrap), CHANGE(unknown_header), CHANGE(second_dynamic), CHANGE(written_code),
	CHANGE(written_tables), CHANGE(segment_too_large), CHANGE(segment_beyond_the_file), CHANGE(segments_overlap),
	CHANGE(relro_elsewhere), CHANGE(thread_memory_elsewhere), CHANGE(other_dynamic), CHANGE(dynamic_without_end),
	CHANGE(run_path), CHANGE(audit_library), CHANGE(filter_library), CHANGE(text_relocations), CHANGE(preinit_array),
	CHANGE(second_table), CHANGE(other_flags), CHANGE(needed_elsewhere), CHANGE(other_library), CHANGE(strings_without_end),
	CHANGE(resolver), CHANGE(relocation_into_code), CHANGE(relocation_outside), CHANGE(relocation_of_the_tables),
	CHANGE(relocation_of_no_symbol), CHANGE(odd_relocations), CHANGE(written_relocations), CHANGE(endless_buckets),
	CHANGE(symbols_outside),
};

static void each_hostile_change_is_refused(void **state)
{
	_cleanup_buffer_ struct buffer whole = { 0 };

	(void)state;
	compile(ordinary, "-lm", &whole);
	for (size_t i = 0; i < ARRAY_SIZE(changes); i++) {
		_cleanup_buffer_ struct buffer bytes = { 0 };

		assert_int_equal(buffer_append(&bytes, whole.data, whole.len), 0);
		changes[i].change(&bytes);
		if (binary_check((const unsigned char *)bytes.data, bytes.len) == 0)
			fail_msg("%s", changes[i].name);
	}
}

/* A symbol that is sound, behind many relocations, in very many buckets of a table of our own. */
static void tables_that_take_long_are_refused(void **state)
{
	static const char source[] =
		"#include <stdio.h>\n#define A &x, &x, &x, &x, &x, &x, &x, &x, &x, &x\n#define B A, A, A, A, A, A, A, A, A, A\n"
		"int x; void *const many[] = { B, B, B, B, B, B, B, B, B, B, B, B, B, B, B, B, B, B, B, B };\n"
		"const unsigned table[50000] = { 0x12345678 };\n"
		"int main(void) { return many[x] == stdout || table[x]; }\n";
	_cleanup_buffer_ struct buffer bytes = { 0 };
	const uint32_t mark = 0x12345678;
	const Elf64_Sym *symbols;
	uint32_t *table, index = 1;

	(void)state;
	compile(source, "", &bytes);
	symbols = (const void *)(bytes.data + tag_of(&bytes, DT_SYMTAB)->d_un.d_ptr);
	while (index < 100 && symbols[index].st_shndx == SHN_UNDEF)
		index++;
	if (index == 100) {
		print_message("skipped: the compiler copies no variable\n");
		skip();
	}
	table = memmem(bytes.data, bytes.len, &mark, sizeof(mark));
	assert_non_null(table);
	table[0] = 40000; /* buckets, the first symbol, words of the filter, its shift */
	table[1] = index;
	table[2] = table[3] = 0;
	for (size_t i = 0; i < table[0]; i++)
		table[4 + i] = index;
	table[4 + table[0]] = 1; /* the chain's end */
	tag_of(&bytes, DT_GNU_HASH)->d_un.d_ptr = (uint64_t)((char *)table - bytes.data);
	assert_int_equal(binary_check((const unsigned char *)bytes.data, bytes.len), -ENOEXEC);
	table[0] = 1;
	table[5] = 1;
	assert_int_equal(binary_check((const unsigned char *)bytes.data, bytes.len), 0);
}

static void file_cut_anywhere_is_survived(void **state)
{
	_cleanup_buffer_ struct buffer whole = { 0 };

	(void)state;
	compile(ordinary, "-lm", &whole);
	for (size_t len = 0; len < whole.len; len += len < 4096 ? 1 : 97) {
		unsigned char *copy = malloc(len + 1); /* of just that size: what reads on is found out */

		assert_non_null(copy);
		memcpy(copy, whole.data, len);
		(void)binary_check(copy, len);
		free(copy);
	}
}

static void file_with_random_bytes_is_survived(void **state)
{
	_cleanup_buffer_ struct buffer whole = { 0 };
	uint64_t random = 88172645463325252u;

	(void)state;
	compile(ordinary, "-lm", &whole);
	for (int round = 0; round < 20000; round++) {
		size_t places[4];
		char kept[4];

		for (size_t i = 0; i < 4; i++) {
			random ^= random << 13; /* xorshift64 (Marsaglia) */
			random ^= random >> 7;
			random ^= random << 17;
			places[i] = random % (i < 2 ? 4096 : whole.len);
			kept[i] = whole.data[places[i]];
			whole.data[places[i]] = (char)(random >> 32);
		}
		(void)binary_check((const unsigned char *)whole.data, whole.len);
		for (size_t i = 4; i > 0; i--)
			whole.data[places[i - 1]] = kept[i - 1];
	}
	assert_int_equal(binary_check((const unsigned char *)whole.data, whole.len), 0);
}

static void what_is_no_program_is_refused(void **state)
{
	(void)state;
	assert_int_equal(binary_check((const unsigned char *)"", 0), -ENOEXEC);
	assert_int_equal(binary_check_file("/nonexistent"), -ENOENT);
	assert_int_equal(binary_check_file("/dev/null"), -ENOEXEC);
	assert_true(binary_check_file("/dev/zero") < 0);
	assert_true(binary_check_file("/tmp") < 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(ordinary_programs_are_safe),
		cmocka_unit_test(programs_with_code_that_runs_early_are_not),
		cmocka_unit_test(programs_of_another_kind_are_not),
		cmocka_unit_test(each_hostile_change_is_refused),
		cmocka_unit_test(tables_that_take_long_are_refused),
		cmocka_unit_test(file_cut_anywhere_is_survived),
		cmocka_unit_test(file_with_random_bytes_is_survived),
		cmocka_unit_test(what_is_no_program_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
