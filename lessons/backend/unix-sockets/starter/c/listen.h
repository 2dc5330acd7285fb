/* SPDX-License-Identifier: MIT */
#pragma once

/* A stream socket that listens at that path; -1 when that can't be. Takes over the socket file of a dead server. */
int listen_at(const char *path);
