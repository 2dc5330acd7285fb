/* SPDX-License-Identifier: MIT */
#pragma once

/* What a status means for the client: "done", "wrong", "later" or "unknown". The text is constant. */
const char *meaning(int status);
