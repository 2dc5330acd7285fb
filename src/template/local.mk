# SPDX-License-Identifier: MIT
# Libraries that are preloaded into interpreters, inside the sandbox: shared objects without libtool and without the
# sanitizers, whose run-time libraries an interpreter hasn't. practice-runner carries them in itself.
TEMPLATE_OBJECTS = src/template/python.so src/template/native.so
PYTHON_TEMPLATE_C = src/template/python.c src/template/python_api.c src/template/python_end.c \
	src/template/python_objects.c src/template/python_streams.c
PYTHON_TEMPLATE_H = src/template/python_api.h src/template/python_end.h src/template/python_objects.h \
	src/template/python_streams.h
TEMPLATE_COMMON = src/template/serve.c src/template/serve.h src/template/wire.h
EXTRA_DIST += $(TEMPLATE_COMMON) $(PYTHON_TEMPLATE_C) $(PYTHON_TEMPLATE_H) src/template/native.c
CLEANFILES += $(TEMPLATE_OBJECTS)
TEMPLATE_LINK = $(CC) $(AM_CPPFLAGS) $(CPPFLAGS) -std=gnu11 $(WARN_CFLAGS) $(CFLAGS) -O2 -g0 -fPIC -fvisibility=hidden -fno-sanitize=all \
	-fstack-protector-strong -shared -Wl,-z,relro,-z,now,-z,defs,-s
$(TEMPLATE_OBJECTS): $(TEMPLATE_COMMON) Makefile config.h
src/template/python.so: $(PYTHON_TEMPLATE_C) $(PYTHON_TEMPLATE_H)
	$(AM_V_CCLD)$(MKDIR_P) $(@D) && \
	$(TEMPLATE_LINK) -o $@ $(PYTHON_TEMPLATE_C:%=$(top_srcdir)/%) $(top_srcdir)/src/template/serve.c -ldl
src/template/native.so: src/template/native.c
	$(AM_V_CCLD)$(MKDIR_P) $(@D) && \
	$(TEMPLATE_LINK) -Wl,-z,initfirst -o $@ $(top_srcdir)/src/template/native.c $(top_srcdir)/src/template/serve.c
