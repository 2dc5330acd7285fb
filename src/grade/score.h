/* SPDX-License-Identifier: MIT */
/* From the verdicts of cases to the verdict of an attempt, and from steps to a lesson's points. */
#pragma once

#include "job/verdict.h"

#include <stddef.h>
#include <stdint.h>

/* The first verdict that is neither pass nor skipped; internal wins over all; pass when all passed and there is at least one (none:
   internal); skipped when nothing failed but something was not run. */
enum verdict score_verdict(const enum verdict *cases, size_t n_cases);

/* All the step's points when it passed, else 0: a hint lowers a review's grade, never the mark. */
uint32_t score_points(enum verdict verdict, uint32_t points);
