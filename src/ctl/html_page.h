/* SPDX-License-Identifier: MIT */
/* The page around a lesson's text. */
#pragma once

extern const char html_page_before_title[];
extern const char html_page_before_body[];
extern const char html_page_after_body[];
