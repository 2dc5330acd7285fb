/* SPDX-License-Identifier: MIT */
/*
 * Every limit of the wire, once. A request past a limit is answered with one -TOOBIG and the
 * connection goes on, as long as the parser still knows where the next request begins; it knows
 * that while what has to be skipped is within the WIRE_SKIP_ limits.
 */
#pragma once

#define WIRE_KIB 1024U
#define WIRE_MIB (1024U * 1024U)

/* A submission: CHECK or RUN, lesson, up to three key=value options, "--", then name and content of
 * each file. The bytes are those of all contents together; their names are not counted. */
#define WIRE_FILE_MAX	    (256U * WIRE_KIB)
#define WIRE_SUBMISSION_MAX (1U * WIRE_MIB)
#define WIRE_FILES_MAX	    61U

/* A request: bytes of a line (its LF or CRLF not counted), words (the verb included), bytes of the
 * verb, bytes of one bulk string (a file's own limit is the handler's to check), bytes of all words
 * together, bytes of a "*n" or "$n" line. */
#define WIRE_LINE_MAX	 (64U * WIRE_KIB)
#define WIRE_WORDS_MAX	 128U
#define WIRE_VERB_MAX	 32U
#define WIRE_BULK_MAX	 WIRE_SUBMISSION_MAX
#define WIRE_REQUEST_MAX (WIRE_SUBMISSION_MAX + WIRE_LINE_MAX)
#define WIRE_HEADER_MAX	 32U
_Static_assert(6 + 2 * WIRE_FILES_MAX <= WIRE_WORDS_MAX, "a whole submission is one request");

/* What is skipped of a request that is refused anyway, before framing is given up. */
#define WIRE_SKIP_WORDS_MAX 1024U
#define WIRE_SKIP_BYTES_MAX (16U * WIRE_MIB)

/* A reply: bytes of an error's message and of a "+" line (the writer cuts there), elements of an
 * array, arrays within arrays. */
#define WIRE_ERROR_MAX		512U
#define WIRE_REPLY_LINE_MAX	(256U * WIRE_KIB)
#define WIRE_REPLY_ELEMENTS_MAX 1000000U
#define WIRE_REPLY_DEPTH_MAX	4U

/* A connection: bytes that wait for one client (more, and it is disconnected), requests that wait
 * for their turn (then reading stops). Clients in all and of one user: the configuration's
 * defaults. */
#define WIRE_OUT_MAX	      (4U * WIRE_MIB)
#define WIRE_PIPELINE_MAX     64U
#define WIRE_CLIENTS_MAX      256U
#define WIRE_USER_CLIENTS_MAX 32U
