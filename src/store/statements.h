/* SPDX-License-Identifier: MIT */
/*
 * Inside store/ only: the SQL of each module, prepared once when the store is opened, in the
 * order of the module's own enum.
 */
#pragma once

#include <stddef.h>

struct statement_list {
	const char *const *sql;
	size_t count; /* at most STATEMENTS_MAX */
};

extern const struct statement_list group_statements;
extern const struct statement_list activity_statements;
extern const struct statement_list learner_statements;
extern const struct statement_list practice_statements;
extern const struct statement_list hint_statements;
extern const struct statement_list attempt_statements;
extern const struct statement_list attempt_case_statements;
extern const struct statement_list attempt_variant_statements;
extern const struct statement_list submission_statements;
extern const struct statement_list card_statements;
extern const struct statement_list tally_statements;
extern const struct statement_list today_statements;
extern const struct statement_list overview_statements;
