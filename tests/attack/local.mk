# SPDX-License-Identifier: MIT
#
# Hostile programs (programs/, a row each in suite.c) against the real practice-runner.
#
#	make check-attack				all, as every user that this machine allows; as root it is most
#	make check-attack ATTACK_OPTIONS=--only=memory	those whose name begins so; may be repeated
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

CLEANFILES += $(ATTACK).log

# Says PASS, SKIP or FAIL as the other suites do, and always what got out. All of it is in the log.
ATTACK_OPTIONS =
ATTACK_COMMAND = ./$(ATTACK) --runner=./practice-runner --programs=$(top_srcdir)/tests/attack/programs
ATTACK_RUN = $(ATTACK_COMMAND) $(ATTACK_OPTIONS) >$(ATTACK).log 2>&1; status=$$?; \
	grep '^not ok\|^\#' $(ATTACK).log; \
	case $$status in \
	0) echo "PASS: $(ATTACK)" ;; \
	77) echo "SKIP: $(ATTACK): $$(sed -n 's/^1\.\.0 \# SKIP //p' $(ATTACK).log)"; status=0 ;; \
	*) echo "FAIL: $(ATTACK)" ;; \
	esac; exit $$status

# Each attack in `make check` too.
TESTS += tests/attack/attack.sh
EXTRA_DIST += tests/attack/attack.sh

check-attack: $(ATTACK) practice-runner
	@$(ATTACK_RUN)
check-attack-bare: $(ATTACK) practice-runner
	@$(MAKE) $(AM_MAKEFLAGS) -s check-attack ATTACK_OPTIONS=--bare
.PHONY: check-attack check-attack-bare
