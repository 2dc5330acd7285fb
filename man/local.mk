# SPDX-License-Identifier: MIT
dist_man_MANS += man/practicectl.1 man/practice-formats.7 man/practice-lesson.5 man/practice-protocol.7 man/practiced.8 man/practiced.conf.5
