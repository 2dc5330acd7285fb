/* SPDX-License-Identifier: MIT */
#pragma once

/* The server, as it is started: serves who comes to descriptor 3, and returns when there is nothing to do. The returned number
   is the exit status of the process. */
int serve(void);
