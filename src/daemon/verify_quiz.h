/* SPDX-License-Identifier: MIT */
/* Each question of a quiz has a right answer, and it is graded as right. */
#pragma once

#include "base/buffer.h"
#include "daemon/verify_report.h"
#include "learn/lesson.h"
#include "learn/quiz_grade.h"

/* What is answered to have it right. 0, -ENOMEM, -ENOENT: there is no right answer. */
int quiz_right_answer(
	const struct quiz_card *card, const struct quiz_ask *ask, struct buffer *ret_value);
/* file: the quiz's, below the lesson's folder. 0 or -ENOMEM. */
int quiz_verify(const struct quiz *quiz, const char *file, struct report *report);
