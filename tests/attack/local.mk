# SPDX-License-Identifier: MIT
#
# Hostile programs (programs/, a row each in suite.c) against the real practice-runner.
#
#	make check-attack				all, as every user that this machine allows; as root it is most
#	make check-attack ATTACK_OPTIONS=--only=memory	those whose name begins so
#	make check-attack-bare				the harmless ones without a sandbox: each has to escape

ATTACK = tests/attack/attack
check_PROGRAMS += $(ATTACK)
tests_attack_attack_SOURCES = \
	tests/attack/attack.c \
	tests/attack/bait.c tests/attack/bait.h \
	tests/attack/guard.c tests/attack/guard.h \
	tests/attack/order.c tests/attack/order.h \
	tests/attack/suite.c tests/attack/suite.h \
	tests/attack/traces.c tests/attack/traces.h
tests_attack_attack_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/tests/attack
tests_attack_attack_LDADD = $(JOB_LIBS)
EXTRA_DIST += tests/attack/programs

ATTACK_OPTIONS =
check-attack: $(ATTACK) practice-runner
	$(ATTACK) --runner=./practice-runner --programs=$(top_srcdir)/tests/attack/programs $(ATTACK_OPTIONS)
check-attack-bare: $(ATTACK) practice-runner
	$(ATTACK) --bare --runner=./practice-runner --programs=$(top_srcdir)/tests/attack/programs $(ATTACK_OPTIONS)
.PHONY: check-attack check-attack-bare
