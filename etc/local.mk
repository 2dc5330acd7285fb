# SPDX-License-Identifier: MIT

# Languages that lessons may name; each is offered where its tools are installed.
languagesdir = $(prefix)/lib/practiced/languages.d
dist_languages_DATA = \
	etc/languages.d/awk.ini \
	etc/languages.d/c.ini \
	etc/languages.d/cpp.ini \
	etc/languages.d/go.ini \
	etc/languages.d/java.ini \
	etc/languages.d/javascript.ini \
	etc/languages.d/lua.ini \
	etc/languages.d/perl.ini \
	etc/languages.d/python.ini \
	etc/languages.d/ruby.ini \
	etc/languages.d/rust.ini \
	etc/languages.d/sh.ini

# All keys with their defaults; tests/lint/config.sh holds it against the program.
examplesdir = $(docdir)/examples
dist_examples_DATA = etc/practiced.conf
