/* SPDX-License-Identifier: MIT */
/*
 * Every limit of the wire, once. A request past a limit is answered with one -TOOBIG and the connection goes on, as long as
 * the parser still knows where the next request begins; it knows that while what has to be skipped is within the
 * WIRE_SKIP_ limits.
 */
#pragma once

#define WIRE_KIB 1024U
#define WIRE_MIB (1024U * 1024U)

/* Requests. */
#define WIRE_LINE_MAX	    (64U * WIRE_KIB) /* bytes of an inline line, its LF or CRLF not counted */
#define WIRE_WORDS_MAX	    128U	     /* words of a request, the verb included */
#define WIRE_VERB_MAX	    32U		     /* bytes of a verb */
#define WIRE_BULK_MAX	    WIRE_SUBMISSION_MAX /* bytes of one bulk string; a file's own limit is the handler's to check */
#define WIRE_REQUEST_MAX    (WIRE_SUBMISSION_MAX + WIRE_LINE_MAX) /* bytes of all words of a request together */
#define WIRE_HEADER_MAX	    32U /* bytes of a "*n" or "$n" line without its CRLF */
#define WIRE_SKIP_WORDS_MAX 1024U /* words that a request which is refused anyway may have before framing is given up */
#define WIRE_SKIP_BYTES_MAX (16U * WIRE_MIB) /* bytes of it, likewise */

/* A submission: CHECK or RUN, lesson, up to three key=value options, then pairs of name and content. */
#define WIRE_FILE_MAX	    (256U * WIRE_KIB)
#define WIRE_SUBMISSION_MAX (1U * WIRE_MIB) /* bytes of all files, their names not counted */
#define WIRE_FILES_MAX	    61U
_Static_assert(5 + 2 * WIRE_FILES_MAX <= WIRE_WORDS_MAX, "a whole submission fits into one request");

/* Replies. */
#define WIRE_ERROR_MAX		512U		   /* bytes of an error's message; the writer cuts there */
#define WIRE_REPLY_LINE_MAX	(256U * WIRE_KIB)  /* bytes of a "+" line; the writer cuts there */
#define WIRE_REPLY_ELEMENTS_MAX 1000000U	   /* elements of one array */
#define WIRE_REPLY_DEPTH_MAX	4U		   /* arrays within arrays */

/* Connections. */
#define WIRE_OUT_MAX	     (4U * WIRE_MIB) /* bytes that wait for one client; more, and it is disconnected */
#define WIRE_CLIENTS_MAX     256U	     /* in all; the default of the configuration */
#define WIRE_USER_CLIENTS_MAX 32U	     /* of one user; the default of the configuration */
#define WIRE_PIPELINE_MAX    64U	     /* requests of one client that wait for their turn; then reading stops */
