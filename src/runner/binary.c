/* SPDX-License-Identifier: MIT */
/*
 * What is read here is what ld.so reads: addresses are turned into places of the file by the load
 * segments, as the kernel maps them, never by section headers, which nobody looks at. Numbers and
 * layouts: the System V ABI, gABI chapters 4 and 5, and glibc's elf.h.
 */
#include "runner/binary.h"

#include "base/buffer.h"
#include "base/cleanup.h"
#include "base/file.h"

#include <elf.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#define PAGE		4096u
#define SEGMENTS_MAX	16
#define HEADERS_MAX	32
#define TAGS_MAX	64
#define ADDRESS_MAX	(UINT64_C(1) << 32) /* programs are linked far below */
#define TLS_MAX		(64u * 1024)
#define SYMBOLS_MAX	65536
#define NAME_BYTES_MAX	4096
#define WORK_MAX	(1u << 22) /* entries of tables that are looked at, some again and again: some 10 ms */

#if defined(__x86_64__)
#define MACHINE	    EM_X86_64
#define INTERPRETER "/lib64/ld-linux-x86-64.so.2"
static const uint32_t relocations[] = { R_X86_64_RELATIVE, R_X86_64_GLOB_DAT, R_X86_64_JUMP_SLOT, R_X86_64_64,
	R_X86_64_DTPMOD64, R_X86_64_DTPOFF64, R_X86_64_TPOFF64, R_X86_64_COPY };
#define RELOCATION_COPY R_X86_64_COPY
#elif defined(__aarch64__)
#define MACHINE	    EM_AARCH64
#define INTERPRETER "/lib/ld-linux-aarch64.so.1"
static const uint32_t relocations[] = { R_AARCH64_RELATIVE, R_AARCH64_GLOB_DAT, R_AARCH64_JUMP_SLOT, R_AARCH64_ABS64,
	R_AARCH64_TLS_DTPMOD, R_AARCH64_TLS_DTPREL, R_AARCH64_TLS_TPREL, R_AARCH64_COPY };
#define RELOCATION_COPY R_AARCH64_COPY
#else
#define MACHINE	    EM_NONE /* every program is executed */
#define INTERPRETER ""
static const uint32_t relocations[] = { 0 };
#define RELOCATION_COPY 0
#endif

static const char *const libraries[] = { "libc.so.6", "libm.so.6", "libstdc++.so.6", "libgcc_s.so.1", "libpthread.so.0",
	"libdl.so.2", "librt.so.1" };

/* Those of which there may be one each. Whatever is not here may run code early, or change what is
 * looked up where. */
static const int64_t tags[] = { DT_INIT, DT_FINI, DT_INIT_ARRAY, DT_INIT_ARRAYSZ, DT_FINI_ARRAY, DT_FINI_ARRAYSZ, DT_GNU_HASH,
	DT_HASH, DT_STRTAB, DT_SYMTAB, DT_STRSZ, DT_SYMENT, DT_DEBUG, DT_PLTGOT, DT_PLTRELSZ, DT_PLTREL, DT_JMPREL, DT_RELA,
	DT_RELASZ, DT_RELAENT, DT_RELACOUNT, DT_FLAGS, DT_FLAGS_1, DT_VERSYM, DT_VERNEED, DT_VERNEEDNUM };

struct binary {
	const unsigned char *bytes;
	size_t size;
	Elf64_Phdr segments[SEGMENTS_MAX];
	size_t n_segments;
	Elf64_Phdr dynamic;
	bool has_interpreter, has_dynamic, has_stack;
	uint64_t values[ARRAY_SIZE(tags)]; /* by the index in tags */
	bool has[ARRAY_SIZE(tags)];
	uint64_t needed[TAGS_MAX];
	size_t n_needed;
	size_t work; /* of WORK_MAX */
};

static bool holds(uint64_t begin, uint64_t size, uint64_t at, uint64_t len)
{
	return at >= begin && at - begin <= size && len <= size - (at - begin);
}

/* The bytes of the file, or NULL. */
static const void *in_file(const struct binary *binary, uint64_t offset, uint64_t len)
{
	return holds(0, binary->size, offset, len) ? binary->bytes + offset : NULL;
}

/* The segment that has all of the addresses in memory. */
static const Elf64_Phdr *segment_of(const struct binary *binary, uint64_t address, uint64_t len)
{
	for (size_t i = 0; i < binary->n_segments; i++)
		if (holds(binary->segments[i].p_vaddr, binary->segments[i].p_memsz, address, len))
			return &binary->segments[i];
	return NULL;
}

/* What is at an address, of memory that comes from the file and stays as it is. */
static const void *in_memory(const struct binary *binary, uint64_t address, uint64_t len)
{
	const Elf64_Phdr *segment = segment_of(binary, address, len);

	if (!segment || segment->p_flags & PF_W ||
		!holds(segment->p_vaddr, segment->p_filesz, address, len))
		return NULL;
	return in_file(binary, segment->p_offset + (address - segment->p_vaddr), len);
}

static bool is_ours(const Elf64_Ehdr *header)
{
	static const unsigned char ident[] = { ELFMAG0, ELFMAG1, ELFMAG2, ELFMAG3, ELFCLASS64, ELFDATA2LSB, EV_CURRENT };

	return MACHINE != EM_NONE && memcmp(header->e_ident, ident, sizeof(ident)) == 0 &&
	       header->e_machine == MACHINE && (header->e_type == ET_DYN || header->e_type == ET_EXEC) &&
	       header->e_phentsize == sizeof(Elf64_Phdr) && header->e_phnum > 0 &&
	       header->e_phnum <= HEADERS_MAX;
}

/* In order, pages apart, and none both written and run. */
static bool add_segment(struct binary *binary, const Elf64_Phdr *segment)
{
	uint64_t end_before = 0;

	if (binary->n_segments > 0) {
		const Elf64_Phdr *before = &binary->segments[binary->n_segments - 1];

		end_before = (before->p_vaddr + before->p_memsz + PAGE - 1) / PAGE * PAGE;
	}
	if (binary->n_segments == SEGMENTS_MAX || segment->p_filesz > segment->p_memsz ||
		!in_file(binary, segment->p_offset, segment->p_filesz) ||
		!holds(0, ADDRESS_MAX, segment->p_vaddr, segment->p_memsz) ||
		segment->p_vaddr / PAGE * PAGE < end_before ||
		segment->p_vaddr % PAGE != segment->p_offset % PAGE ||
		(segment->p_flags & (PF_W | PF_X)) == (PF_W | PF_X))
		return false;
	binary->segments[binary->n_segments++] = *segment;
	return true;
}

static bool is_interpreter(const struct binary *binary, const Elf64_Phdr *header)
{
	const char *path = in_file(binary, header->p_offset, header->p_filesz);

	return path && header->p_filesz == sizeof(INTERPRETER) && memcmp(path, INTERPRETER, sizeof(INTERPRETER)) == 0;
}

/* Each that must be there once, once. */
static bool take_header(struct binary *binary, const Elf64_Phdr *header)
{
	bool is_second = false;

	switch (header->p_type) {
	case PT_LOAD:
		return add_segment(binary, header);
	case PT_INTERP:
		is_second = binary->has_interpreter;
		binary->has_interpreter = true;
		return !is_second && is_interpreter(binary, header);
	case PT_DYNAMIC:
		is_second = binary->has_dynamic;
		binary->has_dynamic = true;
		binary->dynamic = *header;
		return !is_second;
	case PT_GNU_STACK:
		is_second = binary->has_stack;
		binary->has_stack = true;
		return !is_second && !(header->p_flags & PF_X);
	case PT_TLS:
		return header->p_memsz <= TLS_MAX && header->p_filesz <= header->p_memsz;
	case PT_NULL:
	case PT_NOTE:
	case PT_PHDR:
	case PT_GNU_EH_FRAME:
	case PT_GNU_RELRO:
	case PT_GNU_PROPERTY:
		return true;
	default:
		return false;
	}
}

/* What ld.so protects or copies has to be the program's own. */
static bool check_header_places(const struct binary *binary, const Elf64_Phdr *header)
{
	const Elf64_Phdr *segment;

	if (header->p_type != PT_GNU_RELRO && header->p_type != PT_TLS)
		return true;
	if (header->p_memsz == 0)
		return true;
	segment = segment_of(binary, header->p_vaddr, header->p_type == PT_TLS ? header->p_filesz : header->p_memsz);
	return segment != NULL;
}

static bool read_headers(struct binary *binary)
{
	Elf64_Ehdr header;
	Elf64_Phdr entry;
	const unsigned char *table;

	if (binary->size < sizeof(header))
		return false;
	memcpy(&header, binary->bytes, sizeof(header));
	table = is_ours(&header) ? in_file(binary, header.e_phoff, header.e_phnum * sizeof(entry)) : NULL;
	for (size_t i = 0; table && i < header.e_phnum; i++) {
		memcpy(&entry, table + i * sizeof(entry), sizeof(entry));
		if (!take_header(binary, &entry))
			return false;
	}
	for (size_t i = 0; table && i < header.e_phnum; i++) {
		memcpy(&entry, table + i * sizeof(entry), sizeof(entry));
		if (!check_header_places(binary, &entry))
			return false;
	}
	return table && binary->has_interpreter && binary->has_dynamic && binary->has_stack;
}

static size_t tag_index(int64_t tag)
{
	size_t i = 0;

	while (i < ARRAY_SIZE(tags) && tags[i] != tag)
		i++;
	return i;
}

static bool has_tag(const struct binary *binary, int64_t tag)
{
	return binary->has[tag_index(tag)];
}

static uint64_t value_of(const struct binary *binary, int64_t tag)
{
	return binary->values[tag_index(tag)];
}

static bool take_tag(struct binary *binary, const Elf64_Dyn *entry)
{
	size_t i = tag_index(entry->d_tag);

	if (entry->d_tag == DT_NEEDED && binary->n_needed < TAGS_MAX) {
		binary->needed[binary->n_needed++] = entry->d_un.d_val;
		return true;
	}
	if (i == ARRAY_SIZE(tags) || binary->has[i])
		return false;
	binary->has[i] = true;
	binary->values[i] = entry->d_un.d_val;
	return true;
}

/* It lies where it is written to (ld.so notes things in it); that no relocation does is seen to
 * below. */
static bool read_dynamic(struct binary *binary)
{
	const Elf64_Phdr *segment = segment_of(binary, binary->dynamic.p_vaddr, binary->dynamic.p_filesz);
	const unsigned char *table;
	Elf64_Dyn entry;

	if (!segment || !holds(segment->p_vaddr, segment->p_filesz, binary->dynamic.p_vaddr, binary->dynamic.p_filesz) ||
		segment->p_offset + (binary->dynamic.p_vaddr - segment->p_vaddr) != binary->dynamic.p_offset)
		return false;
	table = in_file(binary, binary->dynamic.p_offset, binary->dynamic.p_filesz);
	for (size_t i = 0; table && (i + 1) * sizeof(entry) <= binary->dynamic.p_filesz && i < TAGS_MAX; i++) {
		memcpy(&entry, table + i * sizeof(entry), sizeof(entry));
		if (entry.d_tag == DT_NULL)
			return true;
		if (!take_tag(binary, &entry))
			return false;
	}
	return false;
}

static bool check_flags(const struct binary *binary)
{
	return (value_of(binary, DT_FLAGS) & ~(uint64_t)DF_BIND_NOW) == 0 &&
	       (value_of(binary, DT_FLAGS_1) & ~(uint64_t)(DF_1_NOW | DF_1_PIE)) == 0 &&
	       value_of(binary, DT_SYMENT) == sizeof(Elf64_Sym) &&
	       (!has_tag(binary, DT_RELA) || value_of(binary, DT_RELAENT) == sizeof(Elf64_Rela)) &&
	       (!has_tag(binary, DT_JMPREL) || value_of(binary, DT_PLTREL) == DT_RELA);
}

static const char *string_at(const struct binary *binary, uint64_t offset)
{
	uint64_t size = value_of(binary, DT_STRSZ);
	const char *strings = in_memory(binary, value_of(binary, DT_STRTAB), size);

	uint64_t left;

	if (!strings || offset >= size)
		return NULL;
	left = size - offset < NAME_BYTES_MAX ? size - offset : NAME_BYTES_MAX;
	return memchr(strings + offset, '\0', left) ? strings + offset : NULL;
}

static bool check_needed(const struct binary *binary)
{
	for (size_t i = 0; i < binary->n_needed; i++) {
		const char *name = string_at(binary, binary->needed[i]);
		bool known = false;

		for (size_t k = 0; name && k < ARRAY_SIZE(libraries); k++)
			known = known || strcmp(name, libraries[k]) == 0;
		if (!known)
			return false;
	}
	return binary->n_needed > 0;
}

static bool symbol_at(const struct binary *binary, uint64_t index, Elf64_Sym *ret_symbol)
{
	const void *place = index < SYMBOLS_MAX ?
		in_memory(binary, value_of(binary, DT_SYMTAB) + index * sizeof(*ret_symbol), sizeof(*ret_symbol)) : NULL;

	if (place)
		memcpy(ret_symbol, place, sizeof(*ret_symbol));
	return place != NULL;
}

static bool is_relocation(uint32_t type)
{
	for (size_t i = 0; i < ARRAY_SIZE(relocations); i++)
		if (relocations[i] == type)
			return true;
	return false;
}

/* Into its own writable memory, and not over what ld.so goes by. */
static bool check_relocation(const struct binary *binary, const Elf64_Rela *entry)
{
	uint32_t type = (uint32_t)ELF64_R_TYPE(entry->r_info);
	const Elf64_Phdr *segment;
	Elf64_Sym symbol;
	uint64_t len = sizeof(uint64_t);

	if (!is_relocation(type) || !symbol_at(binary, ELF64_R_SYM(entry->r_info), &symbol))
		return false;
	if (ELF64_ST_TYPE(symbol.st_info) == STT_GNU_IFUNC)
		return false;
	if (type == RELOCATION_COPY)
		len = symbol.st_size;
	segment = segment_of(binary, entry->r_offset, len);
	if (!segment || !(segment->p_flags & PF_W))
		return false;
	return entry->r_offset + len <= binary->dynamic.p_vaddr ||
	       entry->r_offset >= binary->dynamic.p_vaddr + binary->dynamic.p_memsz;
}

static bool check_relocations(const struct binary *binary, int64_t place_tag, int64_t size_tag)
{
	uint64_t size = value_of(binary, size_tag);
	const unsigned char *table;
	Elf64_Rela entry;

	if (!has_tag(binary, place_tag))
		return size == 0;
	table = in_memory(binary, value_of(binary, place_tag), size);
	if (!table || size % sizeof(entry) != 0)
		return false;
	for (uint64_t at = 0; at < size; at += sizeof(entry)) {
		memcpy(&entry, table + at, sizeof(entry));
		if (!check_relocation(binary, &entry))
			return false;
	}
	return true;
}

static bool may_go_on(struct binary *binary)
{
	return binary->work++ < WORK_MAX;
}

/* A library's variable that lives in the program is there by a copy relocation; ld.so's own are not
 * to be. */
static bool is_copied(struct binary *binary, uint64_t index, const Elf64_Sym *symbol)
{
	uint64_t size = value_of(binary, DT_RELASZ);
	const unsigned char *table = in_memory(binary, value_of(binary, DT_RELA), size);
	const char *name = string_at(binary, symbol->st_name);
	Elf64_Rela entry;

	if (!name || strncmp(name, "_rtld", 5) == 0 || strncmp(name, "_dl_", 4) == 0)
		return false;
	for (uint64_t at = 0; table && at + sizeof(entry) <= size && may_go_on(binary); at += sizeof(entry)) {
		memcpy(&entry, table + at, sizeof(entry));
		if (ELF64_R_TYPE(entry.r_info) == RELOCATION_COPY && ELF64_R_SYM(entry.r_info) == index &&
			entry.r_offset == symbol->st_value)
			return true;
	}
	return false;
}

static bool check_symbol(struct binary *binary, uint64_t index)
{
	Elf64_Sym symbol;

	if (!symbol_at(binary, index, &symbol))
		return false;
	/* One that is said to be elsewhere, and has a value, is found all the same. */
	if (symbol.st_shndx == SHN_UNDEF)
		return symbol.st_value == 0;
	return ELF64_ST_TYPE(symbol.st_info) == STT_OBJECT && is_copied(binary, index, &symbol);
}

/* Every symbol that a library's look-up could find: as ld.so walks the table. */
static bool check_chain(struct binary *binary, uint64_t chains, uint32_t first, uint32_t bias)
{
	for (uint64_t index = first;; index++) {
		const void *place = in_memory(binary, chains + (index - bias) * sizeof(uint32_t), sizeof(uint32_t));
		uint32_t hash;

		if (!place || !may_go_on(binary) || !check_symbol(binary, index))
			return false;
		memcpy(&hash, place, sizeof(hash));
		if (hash & 1)
			return true;
	}
}

static bool check_symbols(struct binary *binary)
{
	uint64_t place = value_of(binary, DT_GNU_HASH);
	const void *head = has_tag(binary, DT_GNU_HASH) ? in_memory(binary, place, 4 * sizeof(uint32_t)) : NULL;
	struct {
		uint32_t n_buckets, bias, n_words, shift;
	} table;
	uint64_t buckets, chains;

	if (!head)
		return false;
	memcpy(&table, head, sizeof(table));
	buckets = place + sizeof(table) + (uint64_t)table.n_words * sizeof(uint64_t);
	chains = buckets + (uint64_t)table.n_buckets * sizeof(uint32_t);
	for (uint32_t i = 0; i < table.n_buckets; i++) {
		const void *bucket = in_memory(binary, buckets + (uint64_t)i * sizeof(uint32_t), sizeof(uint32_t));
		uint32_t first;

		if (!bucket)
			return false;
		memcpy(&first, bucket, sizeof(first));
		if (first != 0 && (first < table.bias || !check_chain(binary, chains, first, table.bias)))
			return false;
	}
	return true;
}

int binary_check(const unsigned char *bytes, size_t size)
{
	struct binary binary = { .bytes = bytes, .size = size };

	if (read_headers(&binary) && read_dynamic(&binary) && check_flags(&binary) && check_needed(&binary) &&
		check_relocations(&binary, DT_RELA, DT_RELASZ) &&
		check_relocations(&binary, DT_JMPREL, DT_PLTRELSZ) && check_symbols(&binary))
		return 0;
	return -ENOEXEC;
}

int binary_check_file(const char *path)
{
	_cleanup_close_ int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
	_cleanup_buffer_ struct buffer bytes = { 0 };
	int r = fd < 0 ? -errno : file_read_all(fd, BINARY_SIZE_MAX, &bytes);

	if (r < 0)
		return r;
	return binary_check((const unsigned char *)bytes.data, bytes.len);
}
