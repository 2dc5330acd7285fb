# SPDX-License-Identifier: MIT
# Units are made by sed and not by config.status, which would leave ${prefix} in the paths.

systemdsystemunit_DATA = systemd/system/practiced.socket systemd/system/practiced.service
systemduserunit_DATA = systemd/user/practiced.socket systemd/user/practiced.service \
	systemd/user/practice-reminder.service systemd/user/practice-reminder.timer
dist_pkglibexec_SCRIPTS = systemd/practice-reminder
sysusers_DATA = systemd/sysusers.d/practiced.conf
tmpfiles_DATA = systemd/tmpfiles.d/practiced.conf
catalog_DATA = systemd/catalog/practiced.catalog

UNITS_MADE = systemd/system/practiced.service systemd/user/practiced.service systemd/user/practice-reminder.service
CLEANFILES += $(UNITS_MADE)
EXTRA_DIST += systemd/system/practiced.socket systemd/user/practiced.socket \
	systemd/system/practiced.service.in systemd/user/practiced.service.in \
	systemd/user/practice-reminder.service.in systemd/user/practice-reminder.timer \
	$(sysusers_DATA) $(tmpfiles_DATA) $(catalog_DATA)

$(UNITS_MADE): Makefile
	$(AM_V_GEN)$(MKDIR_P) $(@D) && \
	$(SED) -e 's,[@]sbindir[@],$(sbindir),g' -e 's,[@]bindir[@],$(bindir),g' \
		-e 's,[@]pkglibexecdir[@],$(pkglibexecdir),g' \
		$(top_srcdir)/$@.in >$@.tmp && mv $@.tmp $@
systemd/system/practiced.service: systemd/system/practiced.service.in
systemd/user/practiced.service: systemd/user/practiced.service.in
systemd/user/practice-reminder.service: systemd/user/practice-reminder.service.in
