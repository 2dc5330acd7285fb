/* SPDX-License-Identifier: MIT */
/*
 * What a zygote and its template say to each other. The template is a program that the zygote has
 * started with a library of ours preloaded; its end of a SOCK_SEQPACKET pair is descriptor
 * TEMPLATE_FD. First the zygote sends the setup, before the program is executed, then orders; each
 * order has one answer. Both ends are ours and of one build, so nothing has a version.
 *
 * LD_PRELOAD takes the place of one of the program's variables, which is as long: the library puts
 * that one back before anything reads the environment, so that nothing of it shows, not even in
 * /proc/self/environ.
 */
#pragma once

#include <stddef.h>
#include <stdint.h>

#define TEMPLATE_FD	      3
#define TEMPLATE_PRELOAD      "LD_PRELOAD="
#define TEMPLATE_PYTHON_PATH  "/etc/python.so" /* where the libraries are in the sandbox */
#define TEMPLATE_NATIVE_PATH  "/etc/native.so"
#define TEMPLATE_VARIABLE_MAX 256
#define TEMPLATE_FOLDER_MAX   128
#define TEMPLATE_LIMITS_MAX   16
#define TEMPLATE_ARGC_MAX     256
#define TEMPLATE_WORDS_MAX    (16 * 1024) /* bytes of a run's argv; longer ones are executed */

struct template_setup {
	char variable[TEMPLATE_VARIABLE_MAX]; /* "NAME=value", what LD_PRELOAD stands in for */
};

struct template_limit {
	uint32_t resource; /* RLIMIT_... */
	uint64_t value;	   /* of both the soft and the hard limit; never more than it was */
};

enum template_op {
	TEMPLATE_RUN,	/* clone a run; answered by TEMPLATE_RUNS */
	TEMPLATE_SWEEP, /* kill everybody but the zygote and the template; answered by
			   TEMPLATE_SWEPT */
};

struct template_order {
	uint32_t op; /* enum template_op; the rest is a run's */
	uint32_t n_limits, argc, words_len;
	struct template_limit limits[TEMPLATE_LIMITS_MAX];
	char folder[TEMPLATE_FOLDER_MAX]; /* its current folder */
	char words[TEMPLATE_WORDS_MAX];	  /* argv, a NUL behind each; only words_len are sent */
};

#define TEMPLATE_ORDER_HEAD offsetof(struct template_order, words)

enum template_answer_type {
	TEMPLATE_READY, /* unasked, once: it serves from now on */
	TEMPLATE_RUNS,	/* value: the process id, or -errno */
	TEMPLATE_SWEPT, /* value: 1 somebody was there, 0 nobody was, or -errno */
	TEMPLATE_SPOILT, /* from a run that could not be set up: nothing of the program ran, its
			    status says nothing. value: -errno */
};

struct template_answer {
	int32_t type; /* enum template_answer_type */
	int32_t value;
};
