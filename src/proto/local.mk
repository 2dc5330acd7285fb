# SPDX-License-Identifier: MIT
noinst_LIBRARIES += src/proto/libproto.a
src_proto_libproto_a_SOURCES = \
	src/proto/limits.h \
	src/proto/reply.c src/proto/reply.h \
	src/proto/reply_reader.c src/proto/reply_reader.h \
	src/proto/request.c src/proto/request.h
PROTO_LIBS = src/proto/libproto.a $(BASE_LIBS)

EXTRA_DIST += tests/unit/pieces.h
if HAVE_CMOCKA
UNIT_TESTS += tests/unit/test_request tests/unit/test_reply tests/unit/test_reply_reader
tests_unit_test_request_SOURCES = tests/unit/test_request.c
tests_unit_test_request_LDADD = $(PROTO_LIBS) $(CMOCKA_LIBS)
tests_unit_test_reply_SOURCES = tests/unit/test_reply.c
tests_unit_test_reply_LDADD = $(PROTO_LIBS) $(CMOCKA_LIBS)
tests_unit_test_reply_reader_SOURCES = tests/unit/test_reply_reader.c
tests_unit_test_reply_reader_LDADD = $(PROTO_LIBS) $(CMOCKA_LIBS)

UNIT_TESTS += tests/unit/test_alloc_faults
tests_unit_test_alloc_faults_SOURCES = tests/unit/test_alloc_faults.c
tests_unit_test_alloc_faults_LDADD = $(PROTO_LIBS) $(CMOCKA_LIBS)
tests_unit_test_alloc_faults_LDFLAGS = $(AM_LDFLAGS) \
	-Wl,--wrap=malloc,--wrap=calloc,--wrap=realloc,--wrap=strdup,--wrap=strndup
endif
