# SPDX-License-Identifier: MIT
noinst_LIBRARIES += src/job/libjob.a
src_job_libjob_a_SOURCES = \
	src/job/channel.c src/job/channel.h \
	src/job/codec.c src/job/codec.h \
	src/job/event.c \
	src/job/job.c src/job/job.h \
	src/job/job_bytes.c src/job/job_parts.h \
	src/job/packet.c src/job/packet.h \
	src/job/parcel.c src/job/parcel.h \
	src/job/verdict.c src/job/verdict.h
JOB_LIBS = src/job/libjob.a $(BASE_LIBS)

if HAVE_CMOCKA
UNIT_TESTS += tests/unit/test_verdict tests/unit/test_codec tests/unit/test_job tests/unit/test_job_event \
	tests/unit/test_channel
tests_unit_test_verdict_SOURCES = tests/unit/test_verdict.c
tests_unit_test_verdict_LDADD = $(JOB_LIBS) $(CMOCKA_LIBS)
tests_unit_test_codec_SOURCES = tests/unit/test_codec.c
tests_unit_test_codec_LDADD = $(JOB_LIBS) $(CMOCKA_LIBS)
tests_unit_test_job_SOURCES = tests/unit/test_job.c
tests_unit_test_job_LDADD = $(JOB_LIBS) $(CMOCKA_LIBS)
tests_unit_test_job_event_SOURCES = tests/unit/test_job_event.c
tests_unit_test_job_event_LDADD = $(JOB_LIBS) $(CMOCKA_LIBS)
tests_unit_test_channel_SOURCES = tests/unit/test_channel.c
tests_unit_test_channel_LDADD = $(JOB_LIBS) $(CMOCKA_LIBS)
endif
