# SPDX-License-Identifier: MIT
dist_man_MANS += man/practice-lesson.5 man/practice-protocol.7 man/practiced.8 man/practiced.conf.5
