/* SPDX-License-Identifier: MIT */
/*
 * A compiled program that waits before its first instruction. ld.so has mapped and relocated it and
 * its libraries; this library is marked to be initialized first (-z initfirst), so that neither a
 * constructor of a library nor one of the program, nor even libc's own, has run. A run returns from
 * here and goes on as if it had just been executed.
 *
 * Which programs may be started so is decided by src/runner/binary.c.
 */
#include "template/serve.h"

__attribute__((constructor)) static void begin(int argc, char **argv, char **environment)
{
	(void)argc;
	(void)argv;
	if (serve_begin(environment) < 0)
		serve_end(1);
	(void)serve_runs();
	serve_release();
}
