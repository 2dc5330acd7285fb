# SPDX-License-Identifier: MIT

# Languages that lessons may name; each is offered where its tools are installed.
languagesdir = $(prefix)/lib/practiced/languages.d
dist_languages_DATA = \
	etc/languages.d/awk.ini \
	etc/languages.d/c.ini \
	etc/languages.d/cpp.ini \
	etc/languages.d/csharp.ini \
	etc/languages.d/exercism-awk.ini \
	etc/languages.d/exercism-bash.ini \
	etc/languages.d/exercism-c.ini \
	etc/languages.d/exercism-cpp.ini \
	etc/languages.d/exercism-go.ini \
	etc/languages.d/exercism-javascript.ini \
	etc/languages.d/exercism-jq.ini \
	etc/languages.d/exercism-lua.ini \
	etc/languages.d/exercism-perl5.ini \
	etc/languages.d/exercism-python.ini \
	etc/languages.d/exercism-ruby.ini \
	etc/languages.d/exercism-rust.ini \
	etc/languages.d/exercism-sqlite.ini \
	etc/languages.d/exercism-tcl.ini \
	etc/languages.d/exercism-x86-64-assembly.ini \
	etc/languages.d/go.ini \
	etc/languages.d/java.ini \
	etc/languages.d/javascript.ini \
	etc/languages.d/lua.ini \
	etc/languages.d/perl.ini \
	etc/languages.d/php.ini \
	etc/languages.d/python.ini \
	etc/languages.d/ruby.ini \
	etc/languages.d/rust.ini \
	etc/languages.d/sh.ini

# All keys with their defaults; tests/lint/config.sh holds it against the program.
examplesdir = $(docdir)/examples
dist_examples_DATA = etc/practiced.conf

# Not installed where AppArmor would read it: older versions don't know the rule.
apparmordir = $(examplesdir)/apparmor.d
apparmor_DATA = etc/apparmor.d/practice-runner
EXTRA_DIST += etc/apparmor.d/practice-runner.in
CLEANFILES += $(apparmor_DATA)
etc/apparmor.d/practice-runner: etc/apparmor.d/practice-runner.in Makefile
	$(AM_V_GEN)$(MKDIR_P) $(@D) && \
	$(SED) -e 's,[@]pkglibexecdir[@],$(pkglibexecdir),g' $(top_srcdir)/$@.in >$@.tmp && mv $@.tmp $@
