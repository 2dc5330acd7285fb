/* SPDX-License-Identifier: MIT */
/*
 * Private to learn/: a problem package of Kattis and the ICPC, in the legacy format or that of
 * 2025-09. kattis_config.c reads what problem.yaml says, kattis_limits.c the limits, kattis_text.c
 * makes the text, kattis_data.c finds the cases, kattis_judge.c who judges them, and kattis.c the rest,
 * and puts it together.
 */
#pragma once

#include "learn/foreign.h"
#include "learn/yamltree.h"

#define KATTIS_CONFIG	     "problem.yaml"
#define KATTIS_DEFAULT_TIME  10.0 /* seconds, until what the package leaves to a measurement is measured */
#define KATTIS_SAMPLES	     "data/sample"
#define KATTIS_SECRET	     "data/secret"

int kattis_load(struct foreign_folder *folder);

struct kattis {
	struct foreign_folder *folder;
	int root_fd; /* borrowed: validators' links may lead to what is below it */
	struct yaml *config; /* owned */
	bool is_2025;	     /* not legacy */
	bool has_legacy_groups; /* testdata.yaml; drafts of 2025 had them first */
	bool has_validator;  /* of its own */
	bool is_interactive, is_scoring;
	uint32_t passes;     /* 0: not several */
	char *name;	     /* NULL: only the statement says it; owned */
	struct strlist flags; /* for the validator */
	struct job_limits limits; /* of a run */
	struct step_contest contest;
	bool is_time_given;
};

void kattis_done(struct kattis *kattis);

/* What is wrong where the node stands. -EINVAL. */
int kattis_fail_at(struct kattis *kattis, const char *file, const struct yaml *node,
	const char *format, ...) __attribute__((format(printf, 4, 5)));

/* A file in YAML; NULL: it is not there. The tree is the caller's. 0, -EINVAL, -ENOMEM. */
int kattis_read_yaml(struct kattis *kattis, const char *path, struct yaml **ret_root);

/* Whether a folder or file is there. */
bool kattis_has(const struct kattis *kattis, const char *name);

/* All: 0, -EINVAL with the error, -ENOMEM. */
int kattis_read_config(struct kattis *kattis);
/* Limits: of problem.yaml, and of the files that others keep beside it. */
int kattis_read_limits(struct kattis *kattis);
/* Those of the step, whose cases are known: they make the stamp. */
int kattis_set_limits(const struct kattis *kattis, struct step *step);
/* A node's words: a string of words, or a list of strings. */
int kattis_read_words(struct kattis *kattis, const char *file, const struct yaml *node,
	struct strlist *words);
/* The language of ours that a source is in, by its ending; NULL. */
const char *kattis_language_of(const char *name);
/* Puts the package's constants into a file of it. */
int kattis_put_constants(struct kattis *kattis, const char *path, struct lesson_file *file);
/* Into words that a file of it has. */
int kattis_put_constants_in_words(struct kattis *kattis, const char *path, struct strlist *words);
/* The step's comparison or judge. */
int kattis_set_judge(struct kattis *kattis, struct step *step);
/* What the default validator compares by, with these flags behind the package's; `file` says them. */
int kattis_make_compare(struct kattis *kattis, const struct strlist *flags, const char *file, char **ret_compare);
/* The cases of the step, whose judge or comparison is known, with what their groups say. */
int kattis_add_cases(struct kattis *kattis, struct step *step);
/* Title and text, with the samples of the step's cases. */
int kattis_set_text(struct kattis *kattis, const struct step *step);
