/* SPDX-License-Identifier: MIT */
#pragma once

#include <stdint.h>

/* A TCP socket that listens on that port of 127.0.0.1; -1 when that can't be. */
int listen_on(uint16_t port);
