/* SPDX-License-Identifier: MIT */
#include "base/file.h"
#include "ctl/ctl.h"
#include "ctl/interrupt.h"
#include "ctl/verb_table.h"

#include <locale.h>
#include <signal.h>

static int run(struct ctl *ctl)
{
	if (ctl->options.wants_help)
		return ctl_help(ctl, ctl->options.n_arguments > 0, ctl->options.arguments);
	if (ctl->options.wants_version)
		return ctl_version(ctl, 0, NULL);
	return verbs_dispatch(ctl);
}

int main(int argc, char **argv)
{
	struct ctl ctl = { .verbs = verb_table, .connection = CONNECTION_INIT };
	int r;

	if (file_hold_standard() < 0)
		return STATUS_FAILED;
	(void)setlocale(LC_CTYPE, "");
	(void)signal(SIGPIPE, SIG_IGN);
	r = options_parse(&ctl.options, argc, argv);
	if (r < 0)
		return r == -ENOMEM ? STATUS_FAILED : STATUS_USAGE;
	term_init(&ctl.out, STDOUT_FILENO);
	term_init(&ctl.err, STDERR_FILENO);
	r = run(&ctl);
	(void)connection_close(&ctl.connection);
	buffer_done(&ctl.text);
	free(ctl.folder);
	options_done(&ctl.options);
	interrupt_finish(); /* whoever waits is to see the signal, as of a program that caught none */
	return r;
}
