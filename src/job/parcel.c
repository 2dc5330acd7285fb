/* SPDX-License-Identifier: MIT */
#include "job/parcel.h"

#include "base/cleanup.h"
#include "base/file.h"
#include "job/packet.h"

#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/uio.h>

#define SEALS (F_SEAL_SEAL | F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE)

void parcel_done(struct parcel *parcel)
{
	buffer_done(&parcel->bytes);
	cleanup_close(&parcel->fd);
	*parcel = PARCEL_NONE;
}

bool parcel_is_empty(const struct parcel *parcel)
{
	return parcel->bytes.len == 0 && parcel->fd < 0;
}

static int sealed_memfd(const struct buffer *bytes, int *ret_fd)
{
	_cleanup_close_ int fd = memfd_create("job", MFD_CLOEXEC | MFD_ALLOW_SEALING);
	int r;

	if (fd < 0)
		return -errno;
	r = file_write_all(fd, bytes->data, bytes->len);
	if (r < 0)
		return r;
	if (fcntl(fd, F_ADD_SEALS, SEALS) < 0)
		return -errno;
	*ret_fd = TAKE_FD(fd);
	return 0;
}

int parcel_pack(const struct job *job, struct parcel *ret_parcel)
{
	_cleanup_(parcel_done) struct parcel parcel = PARCEL_NONE;
	int r;

	r = job_encode(job, &parcel.bytes);
	if (r == 0 && parcel.bytes.len > PARCEL_BYTES_MAX) {
		r = sealed_memfd(&parcel.bytes, &parcel.fd);
		buffer_done(&parcel.bytes);
		parcel.bytes = (struct buffer){ 0 };
	}
	if (r < 0)
		return r;
	*ret_parcel = parcel;
	parcel = PARCEL_NONE;
	return 0;
}

static int unpack_file(int fd, struct job **ret_job)
{
	struct stat status;
	void *bytes;
	int seals = fcntl(fd, F_GET_SEALS);
	int r;

	if (seals < 0 || (seals & SEALS) != SEALS)
		return -EBADMSG;
	if (fstat(fd, &status) < 0)
		return -errno;
	if (status.st_size <= 0 || status.st_size > JOB_BYTES_MAX)
		return -EBADMSG;
	bytes = mmap(NULL, (size_t)status.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
	if (bytes == MAP_FAILED)
		return -errno;
	r = job_decode(bytes, (size_t)status.st_size, ret_job);
	(void)munmap(bytes, (size_t)status.st_size);
	return r;
}

int parcel_unpack(const struct parcel *parcel, struct job **ret_job)
{
	if (parcel->fd >= 0)
		return parcel->bytes.len > 0 ? -EBADMSG : unpack_file(parcel->fd, ret_job);
	return job_decode(parcel->bytes.data, parcel->bytes.len, ret_job);
}

/* sendmsg() doesn't write; iovec has no const. */
static struct iovec part_of(const void *data, size_t len)
{
	struct iovec part = { .iov_len = len };

	memcpy(&part.iov_base, &data, sizeof(data));
	return part;
}

int parcel_send(
	int fd, const void *header, size_t header_len, const struct parcel *parcel, bool wait)
{
	struct iovec parts[] = {
		part_of(header, header_len),
		part_of(parcel->bytes.data, parcel->bytes.len),
	};

	return packet_send_parts(fd, parts, parcel->bytes.len > 0 ? 2 : 1, &parcel->fd,
		parcel->fd >= 0, wait);
}

int parcel_receive(
	int fd, void *ret_header, size_t header_len, struct parcel *ret_parcel, bool wait)
{
	_cleanup_(parcel_done) struct parcel parcel = PARCEL_NONE;
	struct iovec parts[2] = { { .iov_base = ret_header, .iov_len = header_len } };
	size_t n_fds;
	ssize_t n;
	int r;

	r = buffer_reserve(&parcel.bytes, PARCEL_BYTES_MAX);
	if (r < 0)
		return r;
	parts[1] = (struct iovec){ .iov_base = parcel.bytes.data, .iov_len = PARCEL_BYTES_MAX };
	n = packet_receive_parts(fd, parts, 2, &parcel.fd, 1, &n_fds, wait);
	if (n <= 0)
		return (int)n;
	if ((size_t)n < header_len)
		return -EBADMSG;
	parcel.bytes.len = (size_t)n - header_len;
	*ret_parcel = parcel;
	parcel = PARCEL_NONE;
	return 1;
}
