# SPDX-License-Identifier: MIT
# The shipped courses. Every file is written out, a list a folder: what is not listed is not installed,
# and tests/lint/lessons.sh complains. A new lesson needs its lists here and its name in course.ini.

coursesdir = $(pkgdatadir)/courses

backenddir = $(coursesdir)/backend
dist_backend_DATA = \
	lessons/backend/course.ini

backend_client_serverdir = $(coursesdir)/backend/client-server
dist_backend_client_server_DATA = \
	lessons/backend/client-server/lesson.ini \
	lessons/backend/client-server/lesson.md \
	lessons/backend/client-server/quiz.gift \
	lessons/backend/client-server/step-change.md \
	lessons/backend/client-server/step-hello.md \
	lessons/backend/client-server/step-parse.md \
	lessons/backend/client-server/step-run-lesson.md \
	lessons/backend/client-server/step-server.md \
	lessons/backend/client-server/step-service.md

backend_client_server_judgedir = $(coursesdir)/backend/client-server/judge
dist_backend_client_server_judge_DATA = \
	lessons/backend/client-server/judge/client.py

backend_client_server_solution_cdir = $(coursesdir)/backend/client-server/solution/c
dist_backend_client_server_solution_c_DATA = \
	lessons/backend/client-server/solution/c/change.c \
	lessons/backend/client-server/solution/c/hello.c \
	lessons/backend/client-server/solution/c/parse.c \
	lessons/backend/client-server/solution/c/run_lesson.c \
	lessons/backend/client-server/solution/c/run_lesson.h \
	lessons/backend/client-server/solution/c/run_lesson_main.c \
	lessons/backend/client-server/solution/c/server.c \
	lessons/backend/client-server/solution/c/service.c

backend_client_server_solution_pythondir = $(coursesdir)/backend/client-server/solution/python
dist_backend_client_server_solution_python_DATA = \
	lessons/backend/client-server/solution/python/change.py \
	lessons/backend/client-server/solution/python/hello.py \
	lessons/backend/client-server/solution/python/parse.py \
	lessons/backend/client-server/solution/python/run_lesson.py \
	lessons/backend/client-server/solution/python/run_lesson_main.py \
	lessons/backend/client-server/solution/python/server.py \
	lessons/backend/client-server/solution/python/service.py

backend_client_server_solution_shdir = $(coursesdir)/backend/client-server/solution/sh
dist_backend_client_server_solution_sh_DATA = \
	lessons/backend/client-server/solution/sh/change.sh \
	lessons/backend/client-server/solution/sh/hello.sh \
	lessons/backend/client-server/solution/sh/parse.sh \
	lessons/backend/client-server/solution/sh/run_lesson.sh \
	lessons/backend/client-server/solution/sh/run_lesson_main.sh \
	lessons/backend/client-server/solution/sh/server.sh

backend_client_server_starter_cdir = $(coursesdir)/backend/client-server/starter/c
dist_backend_client_server_starter_c_DATA = \
	lessons/backend/client-server/starter/c/change.c \
	lessons/backend/client-server/starter/c/hello.c \
	lessons/backend/client-server/starter/c/parse.c \
	lessons/backend/client-server/starter/c/run_lesson.c \
	lessons/backend/client-server/starter/c/run_lesson.h \
	lessons/backend/client-server/starter/c/run_lesson_main.c \
	lessons/backend/client-server/starter/c/server.c \
	lessons/backend/client-server/starter/c/service.c

backend_client_server_starter_pythondir = $(coursesdir)/backend/client-server/starter/python
dist_backend_client_server_starter_python_DATA = \
	lessons/backend/client-server/starter/python/change.py \
	lessons/backend/client-server/starter/python/hello.py \
	lessons/backend/client-server/starter/python/parse.py \
	lessons/backend/client-server/starter/python/run_lesson.py \
	lessons/backend/client-server/starter/python/run_lesson_main.py \
	lessons/backend/client-server/starter/python/server.py \
	lessons/backend/client-server/starter/python/service.py

backend_client_server_starter_shdir = $(coursesdir)/backend/client-server/starter/sh
dist_backend_client_server_starter_sh_DATA = \
	lessons/backend/client-server/starter/sh/change.sh \
	lessons/backend/client-server/starter/sh/hello.sh \
	lessons/backend/client-server/starter/sh/parse.sh \
	lessons/backend/client-server/starter/sh/run_lesson.sh \
	lessons/backend/client-server/starter/sh/run_lesson_main.sh \
	lessons/backend/client-server/starter/sh/server.sh

backend_client_server_testsdir = $(coursesdir)/backend/client-server/tests
dist_backend_client_server_tests_DATA = \
	lessons/backend/client-server/tests/change1.in \
	lessons/backend/client-server/tests/change1.out \
	lessons/backend/client-server/tests/change2.in \
	lessons/backend/client-server/tests/change2.out \
	lessons/backend/client-server/tests/change3.in \
	lessons/backend/client-server/tests/change3.out \
	lessons/backend/client-server/tests/change4.in \
	lessons/backend/client-server/tests/change4.out \
	lessons/backend/client-server/tests/hello1.out \
	lessons/backend/client-server/tests/hello2.in \
	lessons/backend/client-server/tests/hello2.out \
	lessons/backend/client-server/tests/parse1.in \
	lessons/backend/client-server/tests/parse1.out \
	lessons/backend/client-server/tests/parse2.in \
	lessons/backend/client-server/tests/parse2.out \
	lessons/backend/client-server/tests/parse3.in \
	lessons/backend/client-server/tests/parse3.out \
	lessons/backend/client-server/tests/parse4.in \
	lessons/backend/client-server/tests/parse4.out \
	lessons/backend/client-server/tests/parse5.in \
	lessons/backend/client-server/tests/parse5.out \
	lessons/backend/client-server/tests/parse6.in \
	lessons/backend/client-server/tests/parse6.out \
	lessons/backend/client-server/tests/parse7.in \
	lessons/backend/client-server/tests/parse7.out \
	lessons/backend/client-server/tests/server1.in \
	lessons/backend/client-server/tests/server1.out \
	lessons/backend/client-server/tests/server2.in \
	lessons/backend/client-server/tests/server2.out \
	lessons/backend/client-server/tests/server3.in \
	lessons/backend/client-server/tests/server3.out \
	lessons/backend/client-server/tests/server4.in \
	lessons/backend/client-server/tests/server4.out \
	lessons/backend/client-server/tests/server5.in \
	lessons/backend/client-server/tests/server5.out \
	lessons/backend/client-server/tests/server6.in \
	lessons/backend/client-server/tests/server6.out \
	lessons/backend/client-server/tests/server7.in \
	lessons/backend/client-server/tests/server7.out \
	lessons/backend/client-server/tests/vary-parse.py \
	lessons/backend/client-server/tests/service1-one.args \
	lessons/backend/client-server/tests/service2-several.args \
	lessons/backend/client-server/tests/service3-pieces.args \
	lessons/backend/client-server/tests/service4-two.args \
	lessons/backend/client-server/tests/service5-bad.args \
	lessons/backend/client-server/tests/service6-hangup.args \
	lessons/backend/client-server/tests/service7-crlf.args

backend_client_server_tests_run_lesson_cdir = $(coursesdir)/backend/client-server/tests/run-lesson/c
dist_backend_client_server_tests_run_lesson_c_DATA = \
	lessons/backend/client-server/tests/run-lesson/c/run_lesson.h \
	lessons/backend/client-server/tests/run-lesson/c/run_lesson_main.c

backend_client_server_tests_run_lesson_pythondir = $(coursesdir)/backend/client-server/tests/run-lesson/python
dist_backend_client_server_tests_run_lesson_python_DATA = \
	lessons/backend/client-server/tests/run-lesson/python/run_lesson_main.py

backend_client_server_tests_run_lesson_shdir = $(coursesdir)/backend/client-server/tests/run-lesson/sh
dist_backend_client_server_tests_run_lesson_sh_DATA = \
	lessons/backend/client-server/tests/run-lesson/sh/run_lesson_main.sh

backend_requests_and_responsesdir = $(coursesdir)/backend/requests-and-responses
dist_backend_requests_and_responses_DATA = \
	lessons/backend/requests-and-responses/lesson.ini \
	lessons/backend/requests-and-responses/lesson.md \
	lessons/backend/requests-and-responses/quiz.gift \
	lessons/backend/requests-and-responses/step-client.md \
	lessons/backend/requests-and-responses/step-reply.md \
	lessons/backend/requests-and-responses/step-status.md \
	lessons/backend/requests-and-responses/step-store.md

backend_requests_and_responses_judgedir = $(coursesdir)/backend/requests-and-responses/judge
dist_backend_requests_and_responses_judge_DATA = \
	lessons/backend/requests-and-responses/judge/server.py

backend_requests_and_responses_solution_cdir = $(coursesdir)/backend/requests-and-responses/solution/c
dist_backend_requests_and_responses_solution_c_DATA = \
	lessons/backend/requests-and-responses/solution/c/client.c \
	lessons/backend/requests-and-responses/solution/c/reply.c \
	lessons/backend/requests-and-responses/solution/c/status.c \
	lessons/backend/requests-and-responses/solution/c/status.h \
	lessons/backend/requests-and-responses/solution/c/status_main.c \
	lessons/backend/requests-and-responses/solution/c/store.c

backend_requests_and_responses_solution_pythondir = $(coursesdir)/backend/requests-and-responses/solution/python
dist_backend_requests_and_responses_solution_python_DATA = \
	lessons/backend/requests-and-responses/solution/python/client.py \
	lessons/backend/requests-and-responses/solution/python/reply.py \
	lessons/backend/requests-and-responses/solution/python/status.py \
	lessons/backend/requests-and-responses/solution/python/status_main.py \
	lessons/backend/requests-and-responses/solution/python/store.py

backend_requests_and_responses_solution_shdir = $(coursesdir)/backend/requests-and-responses/solution/sh
dist_backend_requests_and_responses_solution_sh_DATA = \
	lessons/backend/requests-and-responses/solution/sh/client.sh \
	lessons/backend/requests-and-responses/solution/sh/reply.sh \
	lessons/backend/requests-and-responses/solution/sh/status.sh \
	lessons/backend/requests-and-responses/solution/sh/status_main.sh \
	lessons/backend/requests-and-responses/solution/sh/store.sh

backend_requests_and_responses_starter_cdir = $(coursesdir)/backend/requests-and-responses/starter/c
dist_backend_requests_and_responses_starter_c_DATA = \
	lessons/backend/requests-and-responses/starter/c/client.c \
	lessons/backend/requests-and-responses/starter/c/reply.c \
	lessons/backend/requests-and-responses/starter/c/status.c \
	lessons/backend/requests-and-responses/starter/c/status.h \
	lessons/backend/requests-and-responses/starter/c/status_main.c \
	lessons/backend/requests-and-responses/starter/c/store.c

backend_requests_and_responses_starter_pythondir = $(coursesdir)/backend/requests-and-responses/starter/python
dist_backend_requests_and_responses_starter_python_DATA = \
	lessons/backend/requests-and-responses/starter/python/client.py \
	lessons/backend/requests-and-responses/starter/python/reply.py \
	lessons/backend/requests-and-responses/starter/python/status.py \
	lessons/backend/requests-and-responses/starter/python/status_main.py \
	lessons/backend/requests-and-responses/starter/python/store.py

backend_requests_and_responses_starter_shdir = $(coursesdir)/backend/requests-and-responses/starter/sh
dist_backend_requests_and_responses_starter_sh_DATA = \
	lessons/backend/requests-and-responses/starter/sh/client.sh \
	lessons/backend/requests-and-responses/starter/sh/reply.sh \
	lessons/backend/requests-and-responses/starter/sh/status.sh \
	lessons/backend/requests-and-responses/starter/sh/status_main.sh \
	lessons/backend/requests-and-responses/starter/sh/store.sh

backend_requests_and_responses_testsdir = $(coursesdir)/backend/requests-and-responses/tests
dist_backend_requests_and_responses_tests_DATA = \
	lessons/backend/requests-and-responses/tests/client1-first.in \
	lessons/backend/requests-and-responses/tests/client2-more.in \
	lessons/backend/requests-and-responses/tests/client3-busy.in \
	lessons/backend/requests-and-responses/tests/client4-giveup.in \
	lessons/backend/requests-and-responses/tests/client4-giveup.status \
	lessons/backend/requests-and-responses/tests/client5-refused.in \
	lessons/backend/requests-and-responses/tests/client5-refused.status \
	lessons/backend/requests-and-responses/tests/client6-texts.in \
	lessons/backend/requests-and-responses/tests/client7-other.in \
	lessons/backend/requests-and-responses/tests/client7-other.status \
	lessons/backend/requests-and-responses/tests/client8-no-set.in \
	lessons/backend/requests-and-responses/tests/client8-no-set.status \
	lessons/backend/requests-and-responses/tests/reply1.out \
	lessons/backend/requests-and-responses/tests/store1.in \
	lessons/backend/requests-and-responses/tests/store1.out \
	lessons/backend/requests-and-responses/tests/store2.in \
	lessons/backend/requests-and-responses/tests/store2.out \
	lessons/backend/requests-and-responses/tests/store3.in \
	lessons/backend/requests-and-responses/tests/store3.out \
	lessons/backend/requests-and-responses/tests/store4.in \
	lessons/backend/requests-and-responses/tests/store4.out \
	lessons/backend/requests-and-responses/tests/store5.in \
	lessons/backend/requests-and-responses/tests/store5.out \
	lessons/backend/requests-and-responses/tests/store6.in \
	lessons/backend/requests-and-responses/tests/store6.out \
	lessons/backend/requests-and-responses/tests/store7.in \
	lessons/backend/requests-and-responses/tests/store7.out

backend_requests_and_responses_tests_status_cdir = $(coursesdir)/backend/requests-and-responses/tests/status/c
dist_backend_requests_and_responses_tests_status_c_DATA = \
	lessons/backend/requests-and-responses/tests/status/c/status.h \
	lessons/backend/requests-and-responses/tests/status/c/status_main.c

backend_requests_and_responses_tests_status_pythondir = $(coursesdir)/backend/requests-and-responses/tests/status/python
dist_backend_requests_and_responses_tests_status_python_DATA = \
	lessons/backend/requests-and-responses/tests/status/python/status_main.py

backend_requests_and_responses_tests_status_shdir = $(coursesdir)/backend/requests-and-responses/tests/status/sh
dist_backend_requests_and_responses_tests_status_sh_DATA = \
	lessons/backend/requests-and-responses/tests/status/sh/status_main.sh

backend_framingdir = $(coursesdir)/backend/framing
dist_backend_framing_DATA = \
	lessons/backend/framing/lesson.ini \
	lessons/backend/framing/lesson.md \
	lessons/backend/framing/quiz.gift \
	lessons/backend/framing/step-decode.md \
	lessons/backend/framing/step-encode.md \
	lessons/backend/framing/step-frame.md \
	lessons/backend/framing/step-pieces.md \
	lessons/backend/framing/step-quote.md

backend_framing_judgedir = $(coursesdir)/backend/framing/judge
dist_backend_framing_judge_DATA = \
	lessons/backend/framing/judge/json_lines.py

backend_framing_solution_cdir = $(coursesdir)/backend/framing/solution/c
dist_backend_framing_solution_c_DATA = \
	lessons/backend/framing/solution/c/decode.c \
	lessons/backend/framing/solution/c/encode.c \
	lessons/backend/framing/solution/c/frame.c \
	lessons/backend/framing/solution/c/frames.c \
	lessons/backend/framing/solution/c/frames.h \
	lessons/backend/framing/solution/c/frames_main.c \
	lessons/backend/framing/solution/c/quote.c

backend_framing_solution_pythondir = $(coursesdir)/backend/framing/solution/python
dist_backend_framing_solution_python_DATA = \
	lessons/backend/framing/solution/python/decode.py \
	lessons/backend/framing/solution/python/encode.py \
	lessons/backend/framing/solution/python/frame.py \
	lessons/backend/framing/solution/python/frames.py \
	lessons/backend/framing/solution/python/frames_main.py \
	lessons/backend/framing/solution/python/quote.py

backend_framing_solution_shdir = $(coursesdir)/backend/framing/solution/sh
dist_backend_framing_solution_sh_DATA = \
	lessons/backend/framing/solution/sh/decode.sh \
	lessons/backend/framing/solution/sh/encode.sh \
	lessons/backend/framing/solution/sh/frame.sh \
	lessons/backend/framing/solution/sh/quote.sh

backend_framing_starter_cdir = $(coursesdir)/backend/framing/starter/c
dist_backend_framing_starter_c_DATA = \
	lessons/backend/framing/starter/c/decode.c \
	lessons/backend/framing/starter/c/encode.c \
	lessons/backend/framing/starter/c/frame.c \
	lessons/backend/framing/starter/c/frames.c \
	lessons/backend/framing/starter/c/frames.h \
	lessons/backend/framing/starter/c/frames_main.c \
	lessons/backend/framing/starter/c/quote.c

backend_framing_starter_pythondir = $(coursesdir)/backend/framing/starter/python
dist_backend_framing_starter_python_DATA = \
	lessons/backend/framing/starter/python/decode.py \
	lessons/backend/framing/starter/python/encode.py \
	lessons/backend/framing/starter/python/frame.py \
	lessons/backend/framing/starter/python/frames.py \
	lessons/backend/framing/starter/python/frames_main.py \
	lessons/backend/framing/starter/python/quote.py

backend_framing_starter_shdir = $(coursesdir)/backend/framing/starter/sh
dist_backend_framing_starter_sh_DATA = \
	lessons/backend/framing/starter/sh/decode.sh \
	lessons/backend/framing/starter/sh/encode.sh \
	lessons/backend/framing/starter/sh/frame.sh \
	lessons/backend/framing/starter/sh/quote.sh

backend_framing_testsdir = $(coursesdir)/backend/framing/tests
dist_backend_framing_tests_DATA = \
	lessons/backend/framing/tests/decode01-one.in \
	lessons/backend/framing/tests/decode01-one.out \
	lessons/backend/framing/tests/decode02-lines.in \
	lessons/backend/framing/tests/decode02-lines.out \
	lessons/backend/framing/tests/decode03-bytes.in \
	lessons/backend/framing/tests/decode03-bytes.out \
	lessons/backend/framing/tests/decode04-nothing.in \
	lessons/backend/framing/tests/decode04-nothing.out \
	lessons/backend/framing/tests/decode05-no-dollar.in \
	lessons/backend/framing/tests/decode05-no-dollar.out \
	lessons/backend/framing/tests/decode05-no-dollar.status \
	lessons/backend/framing/tests/decode06-no-digits.in \
	lessons/backend/framing/tests/decode06-no-digits.out \
	lessons/backend/framing/tests/decode06-no-digits.status \
	lessons/backend/framing/tests/decode07-letters.in \
	lessons/backend/framing/tests/decode07-letters.out \
	lessons/backend/framing/tests/decode07-letters.status \
	lessons/backend/framing/tests/decode08-minus.in \
	lessons/backend/framing/tests/decode08-minus.out \
	lessons/backend/framing/tests/decode08-minus.status \
	lessons/backend/framing/tests/decode09-too-long.in \
	lessons/backend/framing/tests/decode09-too-long.out \
	lessons/backend/framing/tests/decode09-too-long.status \
	lessons/backend/framing/tests/decode10-much-too-long.in \
	lessons/backend/framing/tests/decode10-much-too-long.out \
	lessons/backend/framing/tests/decode10-much-too-long.status \
	lessons/backend/framing/tests/decode11-counted-wrong.in \
	lessons/backend/framing/tests/decode11-counted-wrong.out \
	lessons/backend/framing/tests/decode11-counted-wrong.status \
	lessons/backend/framing/tests/decode12-ends-in-message.in \
	lessons/backend/framing/tests/decode12-ends-in-message.out \
	lessons/backend/framing/tests/decode12-ends-in-message.status \
	lessons/backend/framing/tests/decode13-ends-before-line-end.in \
	lessons/backend/framing/tests/decode13-ends-before-line-end.out \
	lessons/backend/framing/tests/decode13-ends-before-line-end.status \
	lessons/backend/framing/tests/decode14-ends-in-length.in \
	lessons/backend/framing/tests/decode14-ends-in-length.out \
	lessons/backend/framing/tests/decode14-ends-in-length.status \
	lessons/backend/framing/tests/decode15-large.in \
	lessons/backend/framing/tests/decode15-large.out \
	lessons/backend/framing/tests/encode1.in \
	lessons/backend/framing/tests/encode1.out \
	lessons/backend/framing/tests/encode2.in \
	lessons/backend/framing/tests/encode2.out \
	lessons/backend/framing/tests/encode3.in \
	lessons/backend/framing/tests/encode3.out \
	lessons/backend/framing/tests/encode4.in \
	lessons/backend/framing/tests/encode4.out \
	lessons/backend/framing/tests/encode5.in \
	lessons/backend/framing/tests/encode5.out \
	lessons/backend/framing/tests/encode6.in \
	lessons/backend/framing/tests/encode6.out \
	lessons/backend/framing/tests/encode7.in \
	lessons/backend/framing/tests/encode7.out \
	lessons/backend/framing/tests/frame1.out \
	lessons/backend/framing/tests/quote1.in \
	lessons/backend/framing/tests/quote1.out \
	lessons/backend/framing/tests/quote2.in \
	lessons/backend/framing/tests/quote2.out \
	lessons/backend/framing/tests/quote3.in \
	lessons/backend/framing/tests/quote3.out \
	lessons/backend/framing/tests/quote4.in \
	lessons/backend/framing/tests/quote4.out \
	lessons/backend/framing/tests/quote5.in \
	lessons/backend/framing/tests/quote5.out

backend_framing_tests_pieces_cdir = $(coursesdir)/backend/framing/tests/pieces/c
dist_backend_framing_tests_pieces_c_DATA = \
	lessons/backend/framing/tests/pieces/c/frames.h \
	lessons/backend/framing/tests/pieces/c/frames_main.c

backend_framing_tests_pieces_pythondir = $(coursesdir)/backend/framing/tests/pieces/python
dist_backend_framing_tests_pieces_python_DATA = \
	lessons/backend/framing/tests/pieces/python/frames_main.py

backend_unix_socketsdir = $(coursesdir)/backend/unix-sockets
dist_backend_unix_sockets_DATA = \
	lessons/backend/unix-sockets/lesson.ini \
	lessons/backend/unix-sockets/lesson.md \
	lessons/backend/unix-sockets/quiz.gift \
	lessons/backend/unix-sockets/step-address.md \
	lessons/backend/unix-sockets/step-count.md \
	lessons/backend/unix-sockets/step-length.md \
	lessons/backend/unix-sockets/step-listen.md

backend_unix_sockets_judgedir = $(coursesdir)/backend/unix-sockets/judge
dist_backend_unix_sockets_judge_DATA = \
	lessons/backend/unix-sockets/judge/client.py

backend_unix_sockets_solution_cdir = $(coursesdir)/backend/unix-sockets/solution/c
dist_backend_unix_sockets_solution_c_DATA = \
	lessons/backend/unix-sockets/solution/c/address.c \
	lessons/backend/unix-sockets/solution/c/count.c \
	lessons/backend/unix-sockets/solution/c/length.c \
	lessons/backend/unix-sockets/solution/c/listen.c \
	lessons/backend/unix-sockets/solution/c/listen.h \
	lessons/backend/unix-sockets/solution/c/listen_main.c

backend_unix_sockets_solution_pythondir = $(coursesdir)/backend/unix-sockets/solution/python
dist_backend_unix_sockets_solution_python_DATA = \
	lessons/backend/unix-sockets/solution/python/address.py \
	lessons/backend/unix-sockets/solution/python/count.py \
	lessons/backend/unix-sockets/solution/python/length.py \
	lessons/backend/unix-sockets/solution/python/listen.py \
	lessons/backend/unix-sockets/solution/python/listen_main.py

backend_unix_sockets_starter_cdir = $(coursesdir)/backend/unix-sockets/starter/c
dist_backend_unix_sockets_starter_c_DATA = \
	lessons/backend/unix-sockets/starter/c/address.c \
	lessons/backend/unix-sockets/starter/c/count.c \
	lessons/backend/unix-sockets/starter/c/length.c \
	lessons/backend/unix-sockets/starter/c/listen.c \
	lessons/backend/unix-sockets/starter/c/listen.h \
	lessons/backend/unix-sockets/starter/c/listen_main.c

backend_unix_sockets_starter_pythondir = $(coursesdir)/backend/unix-sockets/starter/python
dist_backend_unix_sockets_starter_python_DATA = \
	lessons/backend/unix-sockets/starter/python/address.py \
	lessons/backend/unix-sockets/starter/python/count.py \
	lessons/backend/unix-sockets/starter/python/length.py \
	lessons/backend/unix-sockets/starter/python/listen.py \
	lessons/backend/unix-sockets/starter/python/listen_main.py

backend_unix_sockets_testsdir = $(coursesdir)/backend/unix-sockets/tests
dist_backend_unix_sockets_tests_DATA = \
	lessons/backend/unix-sockets/tests/address1.in \
	lessons/backend/unix-sockets/tests/address1.out \
	lessons/backend/unix-sockets/tests/address2.in \
	lessons/backend/unix-sockets/tests/address2.out \
	lessons/backend/unix-sockets/tests/address3.in \
	lessons/backend/unix-sockets/tests/address3.out \
	lessons/backend/unix-sockets/tests/address4.in \
	lessons/backend/unix-sockets/tests/address4.out \
	lessons/backend/unix-sockets/tests/address5.in \
	lessons/backend/unix-sockets/tests/address5.out \
	lessons/backend/unix-sockets/tests/count1-one.args \
	lessons/backend/unix-sockets/tests/count2-empty.args \
	lessons/backend/unix-sockets/tests/count3-pieces.args \
	lessons/backend/unix-sockets/tests/count4-large.args \
	lessons/backend/unix-sockets/tests/count5-queue.args \
	lessons/backend/unix-sockets/tests/count6-hangup.args \
	lessons/backend/unix-sockets/tests/count7-bytes.args \
	lessons/backend/unix-sockets/tests/length1.out

backend_unix_sockets_tests_listen_cdir = $(coursesdir)/backend/unix-sockets/tests/listen/c
dist_backend_unix_sockets_tests_listen_c_DATA = \
	lessons/backend/unix-sockets/tests/listen/c/listen.h \
	lessons/backend/unix-sockets/tests/listen/c/listen_main.c

backend_unix_sockets_tests_listen_pythondir = $(coursesdir)/backend/unix-sockets/tests/listen/python
dist_backend_unix_sockets_tests_listen_python_DATA = \
	lessons/backend/unix-sockets/tests/listen/python/listen_main.py

backend_tcp_socketsdir = $(coursesdir)/backend/tcp-sockets
dist_backend_tcp_sockets_DATA = \
	lessons/backend/tcp-sockets/lesson.ini \
	lessons/backend/tcp-sockets/lesson.md \
	lessons/backend/tcp-sockets/quiz.gift \
	lessons/backend/tcp-sockets/step-address.md \
	lessons/backend/tcp-sockets/step-fill.md \
	lessons/backend/tcp-sockets/step-listen.md \
	lessons/backend/tcp-sockets/step-order.md \
	lessons/backend/tcp-sockets/step-send-all.md

backend_tcp_sockets_judgedir = $(coursesdir)/backend/tcp-sockets/judge
dist_backend_tcp_sockets_judge_DATA = \
	lessons/backend/tcp-sockets/judge/client.py

backend_tcp_sockets_solution_cdir = $(coursesdir)/backend/tcp-sockets/solution/c
dist_backend_tcp_sockets_solution_c_DATA = \
	lessons/backend/tcp-sockets/solution/c/address.c \
	lessons/backend/tcp-sockets/solution/c/fill.c \
	lessons/backend/tcp-sockets/solution/c/listen.c \
	lessons/backend/tcp-sockets/solution/c/listen.h \
	lessons/backend/tcp-sockets/solution/c/listen_main.c \
	lessons/backend/tcp-sockets/solution/c/order.c \
	lessons/backend/tcp-sockets/solution/c/send_all.c \
	lessons/backend/tcp-sockets/solution/c/send_all.h \
	lessons/backend/tcp-sockets/solution/c/send_all_main.c

backend_tcp_sockets_solution_pythondir = $(coursesdir)/backend/tcp-sockets/solution/python
dist_backend_tcp_sockets_solution_python_DATA = \
	lessons/backend/tcp-sockets/solution/python/address.py \
	lessons/backend/tcp-sockets/solution/python/fill.py \
	lessons/backend/tcp-sockets/solution/python/listen.py \
	lessons/backend/tcp-sockets/solution/python/listen_main.py \
	lessons/backend/tcp-sockets/solution/python/order.py \
	lessons/backend/tcp-sockets/solution/python/send_all.py \
	lessons/backend/tcp-sockets/solution/python/send_all_main.py

backend_tcp_sockets_starter_cdir = $(coursesdir)/backend/tcp-sockets/starter/c
dist_backend_tcp_sockets_starter_c_DATA = \
	lessons/backend/tcp-sockets/starter/c/address.c \
	lessons/backend/tcp-sockets/starter/c/fill.c \
	lessons/backend/tcp-sockets/starter/c/listen.c \
	lessons/backend/tcp-sockets/starter/c/listen.h \
	lessons/backend/tcp-sockets/starter/c/listen_main.c \
	lessons/backend/tcp-sockets/starter/c/order.c \
	lessons/backend/tcp-sockets/starter/c/send_all.c \
	lessons/backend/tcp-sockets/starter/c/send_all.h \
	lessons/backend/tcp-sockets/starter/c/send_all_main.c

backend_tcp_sockets_starter_pythondir = $(coursesdir)/backend/tcp-sockets/starter/python
dist_backend_tcp_sockets_starter_python_DATA = \
	lessons/backend/tcp-sockets/starter/python/address.py \
	lessons/backend/tcp-sockets/starter/python/fill.py \
	lessons/backend/tcp-sockets/starter/python/listen.py \
	lessons/backend/tcp-sockets/starter/python/listen_main.py \
	lessons/backend/tcp-sockets/starter/python/order.py \
	lessons/backend/tcp-sockets/starter/python/send_all.py \
	lessons/backend/tcp-sockets/starter/python/send_all_main.py

backend_tcp_sockets_testsdir = $(coursesdir)/backend/tcp-sockets/tests
dist_backend_tcp_sockets_tests_DATA = \
	lessons/backend/tcp-sockets/tests/address1.in \
	lessons/backend/tcp-sockets/tests/address1.out \
	lessons/backend/tcp-sockets/tests/address2.in \
	lessons/backend/tcp-sockets/tests/address2.out \
	lessons/backend/tcp-sockets/tests/address3.in \
	lessons/backend/tcp-sockets/tests/address3.out \
	lessons/backend/tcp-sockets/tests/address4.in \
	lessons/backend/tcp-sockets/tests/address4.out \
	lessons/backend/tcp-sockets/tests/address5.in \
	lessons/backend/tcp-sockets/tests/address5.out \
	lessons/backend/tcp-sockets/tests/fill1-one.args \
	lessons/backend/tcp-sockets/tests/fill2-several.args \
	lessons/backend/tcp-sockets/tests/fill3-pieces.args \
	lessons/backend/tcp-sockets/tests/fill4-half.args \
	lessons/backend/tcp-sockets/tests/fill5-large.args \
	lessons/backend/tcp-sockets/tests/fill6-hangup.args \
	lessons/backend/tcp-sockets/tests/fill7-wrong.args \
	lessons/backend/tcp-sockets/tests/order1.out

backend_tcp_sockets_tests_listen_cdir = $(coursesdir)/backend/tcp-sockets/tests/listen/c
dist_backend_tcp_sockets_tests_listen_c_DATA = \
	lessons/backend/tcp-sockets/tests/listen/c/listen.h \
	lessons/backend/tcp-sockets/tests/listen/c/listen_main.c

backend_tcp_sockets_tests_listen_pythondir = $(coursesdir)/backend/tcp-sockets/tests/listen/python
dist_backend_tcp_sockets_tests_listen_python_DATA = \
	lessons/backend/tcp-sockets/tests/listen/python/listen_main.py

backend_tcp_sockets_tests_send_all_cdir = $(coursesdir)/backend/tcp-sockets/tests/send-all/c
dist_backend_tcp_sockets_tests_send_all_c_DATA = \
	lessons/backend/tcp-sockets/tests/send-all/c/send_all.h \
	lessons/backend/tcp-sockets/tests/send-all/c/send_all_main.c

backend_tcp_sockets_tests_send_all_pythondir = $(coursesdir)/backend/tcp-sockets/tests/send-all/python
dist_backend_tcp_sockets_tests_send_all_python_DATA = \
	lessons/backend/tcp-sockets/tests/send-all/python/send_all_main.py

backend_many_clientsdir = $(coursesdir)/backend/many-clients
dist_backend_many_clients_DATA = \
	lessons/backend/many-clients/lesson.ini \
	lessons/backend/many-clients/lesson.md \
	lessons/backend/many-clients/quiz.gift \
	lessons/backend/many-clients/step-chat.md \
	lessons/backend/many-clients/step-rounds.md \
	lessons/backend/many-clients/step-table.md \
	lessons/backend/many-clients/step-watch.md

backend_many_clients_judgedir = $(coursesdir)/backend/many-clients/judge
dist_backend_many_clients_judge_DATA = \
	lessons/backend/many-clients/judge/chat.py \
	lessons/backend/many-clients/judge/rounds.py

backend_many_clients_solution_cdir = $(coursesdir)/backend/many-clients/solution/c
dist_backend_many_clients_solution_c_DATA = \
	lessons/backend/many-clients/solution/c/chat.c \
	lessons/backend/many-clients/solution/c/rounds.c \
	lessons/backend/many-clients/solution/c/table.c \
	lessons/backend/many-clients/solution/c/watch.c

backend_many_clients_solution_pythondir = $(coursesdir)/backend/many-clients/solution/python
dist_backend_many_clients_solution_python_DATA = \
	lessons/backend/many-clients/solution/python/chat.py \
	lessons/backend/many-clients/solution/python/rounds.py \
	lessons/backend/many-clients/solution/python/table.py \
	lessons/backend/many-clients/solution/python/watch.py

backend_many_clients_solution_shdir = $(coursesdir)/backend/many-clients/solution/sh
dist_backend_many_clients_solution_sh_DATA = \
	lessons/backend/many-clients/solution/sh/rounds.sh \
	lessons/backend/many-clients/solution/sh/table.sh \
	lessons/backend/many-clients/solution/sh/watch.sh

backend_many_clients_starter_cdir = $(coursesdir)/backend/many-clients/starter/c
dist_backend_many_clients_starter_c_DATA = \
	lessons/backend/many-clients/starter/c/chat.c \
	lessons/backend/many-clients/starter/c/rounds.c \
	lessons/backend/many-clients/starter/c/table.c \
	lessons/backend/many-clients/starter/c/watch.c

backend_many_clients_starter_pythondir = $(coursesdir)/backend/many-clients/starter/python
dist_backend_many_clients_starter_python_DATA = \
	lessons/backend/many-clients/starter/python/chat.py \
	lessons/backend/many-clients/starter/python/rounds.py \
	lessons/backend/many-clients/starter/python/table.py \
	lessons/backend/many-clients/starter/python/watch.py

backend_many_clients_starter_shdir = $(coursesdir)/backend/many-clients/starter/sh
dist_backend_many_clients_starter_sh_DATA = \
	lessons/backend/many-clients/starter/sh/rounds.sh \
	lessons/backend/many-clients/starter/sh/table.sh \
	lessons/backend/many-clients/starter/sh/watch.sh

backend_many_clients_testsdir = $(coursesdir)/backend/many-clients/tests
dist_backend_many_clients_tests_DATA = \
	lessons/backend/many-clients/tests/chat1-two.args \
	lessons/backend/many-clients/tests/chat2-pieces.args \
	lessons/backend/many-clients/tests/chat3-many.args \
	lessons/backend/many-clients/tests/chat4-hangup.args \
	lessons/backend/many-clients/tests/chat5-slow.args \
	lessons/backend/many-clients/tests/rounds1.in \
	lessons/backend/many-clients/tests/rounds1.out \
	lessons/backend/many-clients/tests/rounds2.in \
	lessons/backend/many-clients/tests/rounds2.out \
	lessons/backend/many-clients/tests/rounds3.in \
	lessons/backend/many-clients/tests/rounds3.out \
	lessons/backend/many-clients/tests/rounds4.in \
	lessons/backend/many-clients/tests/rounds4.out \
	lessons/backend/many-clients/tests/table1.in \
	lessons/backend/many-clients/tests/table1.out \
	lessons/backend/many-clients/tests/table2.in \
	lessons/backend/many-clients/tests/table2.out \
	lessons/backend/many-clients/tests/table3.in \
	lessons/backend/many-clients/tests/table3.out \
	lessons/backend/many-clients/tests/table4.in \
	lessons/backend/many-clients/tests/table4.out \
	lessons/backend/many-clients/tests/table5.in \
	lessons/backend/many-clients/tests/table5.out \
	lessons/backend/many-clients/tests/table6.in \
	lessons/backend/many-clients/tests/table6.out \
	lessons/backend/many-clients/tests/watch1.out

backend_timeouts_and_retriesdir = $(coursesdir)/backend/timeouts-and-retries
dist_backend_timeouts_and_retries_DATA = \
	lessons/backend/timeouts-and-retries/lesson.ini \
	lessons/backend/timeouts-and-retries/lesson.md \
	lessons/backend/timeouts-and-retries/quiz.gift \
	lessons/backend/timeouts-and-retries/step-backoff.md \
	lessons/backend/timeouts-and-retries/step-client.md \
	lessons/backend/timeouts-and-retries/step-jitter.md \
	lessons/backend/timeouts-and-retries/step-once.md \
	lessons/backend/timeouts-and-retries/step-wait.md

backend_timeouts_and_retries_judgedir = $(coursesdir)/backend/timeouts-and-retries/judge
dist_backend_timeouts_and_retries_judge_DATA = \
	lessons/backend/timeouts-and-retries/judge/client.py \
	lessons/backend/timeouts-and-retries/judge/jitter.py

backend_timeouts_and_retries_solution_cdir = $(coursesdir)/backend/timeouts-and-retries/solution/c
dist_backend_timeouts_and_retries_solution_c_DATA = \
	lessons/backend/timeouts-and-retries/solution/c/backoff.c \
	lessons/backend/timeouts-and-retries/solution/c/client.c \
	lessons/backend/timeouts-and-retries/solution/c/jitter.c \
	lessons/backend/timeouts-and-retries/solution/c/once.c \
	lessons/backend/timeouts-and-retries/solution/c/wait.c

backend_timeouts_and_retries_solution_pythondir = $(coursesdir)/backend/timeouts-and-retries/solution/python
dist_backend_timeouts_and_retries_solution_python_DATA = \
	lessons/backend/timeouts-and-retries/solution/python/backoff.py \
	lessons/backend/timeouts-and-retries/solution/python/client.py \
	lessons/backend/timeouts-and-retries/solution/python/jitter.py \
	lessons/backend/timeouts-and-retries/solution/python/once.py \
	lessons/backend/timeouts-and-retries/solution/python/wait.py

backend_timeouts_and_retries_solution_shdir = $(coursesdir)/backend/timeouts-and-retries/solution/sh
dist_backend_timeouts_and_retries_solution_sh_DATA = \
	lessons/backend/timeouts-and-retries/solution/sh/backoff.sh \
	lessons/backend/timeouts-and-retries/solution/sh/client.sh \
	lessons/backend/timeouts-and-retries/solution/sh/jitter.sh \
	lessons/backend/timeouts-and-retries/solution/sh/once.sh \
	lessons/backend/timeouts-and-retries/solution/sh/wait.sh

backend_timeouts_and_retries_starter_cdir = $(coursesdir)/backend/timeouts-and-retries/starter/c
dist_backend_timeouts_and_retries_starter_c_DATA = \
	lessons/backend/timeouts-and-retries/starter/c/backoff.c \
	lessons/backend/timeouts-and-retries/starter/c/client.c \
	lessons/backend/timeouts-and-retries/starter/c/jitter.c \
	lessons/backend/timeouts-and-retries/starter/c/once.c \
	lessons/backend/timeouts-and-retries/starter/c/wait.c

backend_timeouts_and_retries_starter_pythondir = $(coursesdir)/backend/timeouts-and-retries/starter/python
dist_backend_timeouts_and_retries_starter_python_DATA = \
	lessons/backend/timeouts-and-retries/starter/python/backoff.py \
	lessons/backend/timeouts-and-retries/starter/python/client.py \
	lessons/backend/timeouts-and-retries/starter/python/jitter.py \
	lessons/backend/timeouts-and-retries/starter/python/once.py \
	lessons/backend/timeouts-and-retries/starter/python/wait.py

backend_timeouts_and_retries_starter_shdir = $(coursesdir)/backend/timeouts-and-retries/starter/sh
dist_backend_timeouts_and_retries_starter_sh_DATA = \
	lessons/backend/timeouts-and-retries/starter/sh/backoff.sh \
	lessons/backend/timeouts-and-retries/starter/sh/client.sh \
	lessons/backend/timeouts-and-retries/starter/sh/jitter.sh \
	lessons/backend/timeouts-and-retries/starter/sh/once.sh \
	lessons/backend/timeouts-and-retries/starter/sh/wait.sh

backend_timeouts_and_retries_testsdir = $(coursesdir)/backend/timeouts-and-retries/tests
dist_backend_timeouts_and_retries_tests_DATA = \
	lessons/backend/timeouts-and-retries/tests/backoff1.in \
	lessons/backend/timeouts-and-retries/tests/backoff1.out \
	lessons/backend/timeouts-and-retries/tests/backoff2.in \
	lessons/backend/timeouts-and-retries/tests/backoff2.out \
	lessons/backend/timeouts-and-retries/tests/backoff3.in \
	lessons/backend/timeouts-and-retries/tests/backoff3.out \
	lessons/backend/timeouts-and-retries/tests/backoff4.in \
	lessons/backend/timeouts-and-retries/tests/backoff4.out \
	lessons/backend/timeouts-and-retries/tests/backoff5.in \
	lessons/backend/timeouts-and-retries/tests/backoff5.out \
	lessons/backend/timeouts-and-retries/tests/backoff6.in \
	lessons/backend/timeouts-and-retries/tests/backoff6.out \
	lessons/backend/timeouts-and-retries/tests/backoff7.in \
	lessons/backend/timeouts-and-retries/tests/backoff7.out \
	lessons/backend/timeouts-and-retries/tests/backoff8.in \
	lessons/backend/timeouts-and-retries/tests/backoff8.out \
	lessons/backend/timeouts-and-retries/tests/client1-plain.args \
	lessons/backend/timeouts-and-retries/tests/client1-plain.in \
	lessons/backend/timeouts-and-retries/tests/client2-lost.args \
	lessons/backend/timeouts-and-retries/tests/client2-lost.in \
	lessons/backend/timeouts-and-retries/tests/client3-patience.args \
	lessons/backend/timeouts-and-retries/tests/client3-patience.in \
	lessons/backend/timeouts-and-retries/tests/client4-late.args \
	lessons/backend/timeouts-and-retries/tests/client4-late.in \
	lessons/backend/timeouts-and-retries/tests/client5-give-up.args \
	lessons/backend/timeouts-and-retries/tests/client5-give-up.in \
	lessons/backend/timeouts-and-retries/tests/client5-give-up.status \
	lessons/backend/timeouts-and-retries/tests/jitter1.in \
	lessons/backend/timeouts-and-retries/tests/jitter1.out \
	lessons/backend/timeouts-and-retries/tests/jitter2.in \
	lessons/backend/timeouts-and-retries/tests/jitter2.out \
	lessons/backend/timeouts-and-retries/tests/jitter3.in \
	lessons/backend/timeouts-and-retries/tests/jitter3.out \
	lessons/backend/timeouts-and-retries/tests/once1.in \
	lessons/backend/timeouts-and-retries/tests/once1.out \
	lessons/backend/timeouts-and-retries/tests/once2.in \
	lessons/backend/timeouts-and-retries/tests/once2.out \
	lessons/backend/timeouts-and-retries/tests/once3.in \
	lessons/backend/timeouts-and-retries/tests/once3.out \
	lessons/backend/timeouts-and-retries/tests/once4.in \
	lessons/backend/timeouts-and-retries/tests/once4.out \
	lessons/backend/timeouts-and-retries/tests/once5.in \
	lessons/backend/timeouts-and-retries/tests/once5.out \
	lessons/backend/timeouts-and-retries/tests/once6.in \
	lessons/backend/timeouts-and-retries/tests/once6.out \
	lessons/backend/timeouts-and-retries/tests/wait1.out

backend_state_and_durabilitydir = $(coursesdir)/backend/state-and-durability
dist_backend_state_and_durability_DATA = \
	lessons/backend/state-and-durability/lesson.ini \
	lessons/backend/state-and-durability/lesson.md \
	lessons/backend/state-and-durability/quiz.gift \
	lessons/backend/state-and-durability/step-journal.md \
	lessons/backend/state-and-durability/step-recover.md \
	lessons/backend/state-and-durability/step-replace.md \
	lessons/backend/state-and-durability/step-save.md

backend_state_and_durability_solution_cdir = $(coursesdir)/backend/state-and-durability/solution/c
dist_backend_state_and_durability_solution_c_DATA = \
	lessons/backend/state-and-durability/solution/c/journal.c \
	lessons/backend/state-and-durability/solution/c/recover.c \
	lessons/backend/state-and-durability/solution/c/replace.c \
	lessons/backend/state-and-durability/solution/c/save.c

backend_state_and_durability_solution_pythondir = $(coursesdir)/backend/state-and-durability/solution/python
dist_backend_state_and_durability_solution_python_DATA = \
	lessons/backend/state-and-durability/solution/python/journal.py \
	lessons/backend/state-and-durability/solution/python/recover.py \
	lessons/backend/state-and-durability/solution/python/replace.py \
	lessons/backend/state-and-durability/solution/python/save.py

backend_state_and_durability_solution_shdir = $(coursesdir)/backend/state-and-durability/solution/sh
dist_backend_state_and_durability_solution_sh_DATA = \
	lessons/backend/state-and-durability/solution/sh/journal.sh \
	lessons/backend/state-and-durability/solution/sh/recover.sh \
	lessons/backend/state-and-durability/solution/sh/replace.sh \
	lessons/backend/state-and-durability/solution/sh/save.sh

backend_state_and_durability_starter_cdir = $(coursesdir)/backend/state-and-durability/starter/c
dist_backend_state_and_durability_starter_c_DATA = \
	lessons/backend/state-and-durability/starter/c/journal.c \
	lessons/backend/state-and-durability/starter/c/recover.c \
	lessons/backend/state-and-durability/starter/c/replace.c \
	lessons/backend/state-and-durability/starter/c/save.c

backend_state_and_durability_starter_pythondir = $(coursesdir)/backend/state-and-durability/starter/python
dist_backend_state_and_durability_starter_python_DATA = \
	lessons/backend/state-and-durability/starter/python/journal.py \
	lessons/backend/state-and-durability/starter/python/recover.py \
	lessons/backend/state-and-durability/starter/python/replace.py \
	lessons/backend/state-and-durability/starter/python/save.py

backend_state_and_durability_starter_shdir = $(coursesdir)/backend/state-and-durability/starter/sh
dist_backend_state_and_durability_starter_sh_DATA = \
	lessons/backend/state-and-durability/starter/sh/journal.sh \
	lessons/backend/state-and-durability/starter/sh/recover.sh \
	lessons/backend/state-and-durability/starter/sh/replace.sh \
	lessons/backend/state-and-durability/starter/sh/save.sh

backend_state_and_durability_testsdir = $(coursesdir)/backend/state-and-durability/tests
dist_backend_state_and_durability_tests_DATA = \
	lessons/backend/state-and-durability/tests/recover1.in \
	lessons/backend/state-and-durability/tests/recover1.out \
	lessons/backend/state-and-durability/tests/recover2.in \
	lessons/backend/state-and-durability/tests/recover2.out \
	lessons/backend/state-and-durability/tests/recover3.in \
	lessons/backend/state-and-durability/tests/recover3.out \
	lessons/backend/state-and-durability/tests/recover4.in \
	lessons/backend/state-and-durability/tests/recover4.out \
	lessons/backend/state-and-durability/tests/recover5.in \
	lessons/backend/state-and-durability/tests/recover5.out \
	lessons/backend/state-and-durability/tests/recover6.in \
	lessons/backend/state-and-durability/tests/recover6.out \
	lessons/backend/state-and-durability/tests/recover7.in \
	lessons/backend/state-and-durability/tests/recover7.out \
	lessons/backend/state-and-durability/tests/recover8.in \
	lessons/backend/state-and-durability/tests/recover8.out \
	lessons/backend/state-and-durability/tests/replace1.out

backend_state_and_durability_tests_journal_cdir = $(coursesdir)/backend/state-and-durability/tests/journal/c
dist_backend_state_and_durability_tests_journal_c_DATA = \
	lessons/backend/state-and-durability/tests/journal/c/check.sh \
	lessons/backend/state-and-durability/tests/journal/c/trace.c

backend_state_and_durability_tests_journal_pythondir = $(coursesdir)/backend/state-and-durability/tests/journal/python
dist_backend_state_and_durability_tests_journal_python_DATA = \
	lessons/backend/state-and-durability/tests/journal/python/check.sh \
	lessons/backend/state-and-durability/tests/journal/python/trace.py \
	lessons/backend/state-and-durability/tests/journal/python/wrap.sh

backend_state_and_durability_tests_journal_shdir = $(coursesdir)/backend/state-and-durability/tests/journal/sh
dist_backend_state_and_durability_tests_journal_sh_DATA = \
	lessons/backend/state-and-durability/tests/journal/sh/check.sh \
	lessons/backend/state-and-durability/tests/journal/sh/wrap.sh

backend_state_and_durability_tests_save_cdir = $(coursesdir)/backend/state-and-durability/tests/save/c
dist_backend_state_and_durability_tests_save_c_DATA = \
	lessons/backend/state-and-durability/tests/save/c/check.sh \
	lessons/backend/state-and-durability/tests/save/c/trace.c

backend_state_and_durability_tests_save_pythondir = $(coursesdir)/backend/state-and-durability/tests/save/python
dist_backend_state_and_durability_tests_save_python_DATA = \
	lessons/backend/state-and-durability/tests/save/python/check.sh \
	lessons/backend/state-and-durability/tests/save/python/trace.py \
	lessons/backend/state-and-durability/tests/save/python/wrap.sh

backend_state_and_durability_tests_save_shdir = $(coursesdir)/backend/state-and-durability/tests/save/sh
dist_backend_state_and_durability_tests_save_sh_DATA = \
	lessons/backend/state-and-durability/tests/save/sh/check.sh \
	lessons/backend/state-and-durability/tests/save/sh/wrap.sh

backend_access_controldir = $(coursesdir)/backend/access-control
dist_backend_access_control_DATA = \
	lessons/backend/access-control/lesson.ini \
	lessons/backend/access-control/lesson.md \
	lessons/backend/access-control/quiz.gift \
	lessons/backend/access-control/step-door.md \
	lessons/backend/access-control/step-mode.md \
	lessons/backend/access-control/step-peer.md \
	lessons/backend/access-control/step-rules.md

backend_access_control_judgedir = $(coursesdir)/backend/access-control/judge
dist_backend_access_control_judge_DATA = \
	lessons/backend/access-control/judge/door.py

backend_access_control_solution_cdir = $(coursesdir)/backend/access-control/solution/c
dist_backend_access_control_solution_c_DATA = \
	lessons/backend/access-control/solution/c/door.c \
	lessons/backend/access-control/solution/c/mode.c \
	lessons/backend/access-control/solution/c/peer.c \
	lessons/backend/access-control/solution/c/rules.c

backend_access_control_solution_pythondir = $(coursesdir)/backend/access-control/solution/python
dist_backend_access_control_solution_python_DATA = \
	lessons/backend/access-control/solution/python/door.py \
	lessons/backend/access-control/solution/python/mode.py \
	lessons/backend/access-control/solution/python/peer.py \
	lessons/backend/access-control/solution/python/rules.py

backend_access_control_starter_cdir = $(coursesdir)/backend/access-control/starter/c
dist_backend_access_control_starter_c_DATA = \
	lessons/backend/access-control/starter/c/door.c \
	lessons/backend/access-control/starter/c/mode.c \
	lessons/backend/access-control/starter/c/peer.c \
	lessons/backend/access-control/starter/c/rules.c

backend_access_control_starter_pythondir = $(coursesdir)/backend/access-control/starter/python
dist_backend_access_control_starter_python_DATA = \
	lessons/backend/access-control/starter/python/door.py \
	lessons/backend/access-control/starter/python/mode.py \
	lessons/backend/access-control/starter/python/peer.py \
	lessons/backend/access-control/starter/python/rules.py

backend_access_control_testsdir = $(coursesdir)/backend/access-control/tests
dist_backend_access_control_tests_DATA = \
	lessons/backend/access-control/tests/door1-mode.args \
	lessons/backend/access-control/tests/door2-whoami.args \
	lessons/backend/access-control/tests/door3-note.args \
	lessons/backend/access-control/tests/door4-limit.args \
	lessons/backend/access-control/tests/mode1.in \
	lessons/backend/access-control/tests/mode1.out \
	lessons/backend/access-control/tests/mode2.in \
	lessons/backend/access-control/tests/mode2.out \
	lessons/backend/access-control/tests/mode3.in \
	lessons/backend/access-control/tests/mode3.out \
	lessons/backend/access-control/tests/mode4.in \
	lessons/backend/access-control/tests/mode4.out \
	lessons/backend/access-control/tests/mode5.in \
	lessons/backend/access-control/tests/mode5.out \
	lessons/backend/access-control/tests/peer1.out \
	lessons/backend/access-control/tests/rules1.in \
	lessons/backend/access-control/tests/rules1.out \
	lessons/backend/access-control/tests/rules2.in \
	lessons/backend/access-control/tests/rules2.out \
	lessons/backend/access-control/tests/rules3.in \
	lessons/backend/access-control/tests/rules3.out \
	lessons/backend/access-control/tests/rules4.in \
	lessons/backend/access-control/tests/rules4.out

backend_socket_activationdir = $(coursesdir)/backend/socket-activation
dist_backend_socket_activation_DATA = \
	lessons/backend/socket-activation/lesson.ini \
	lessons/backend/socket-activation/lesson.md \
	lessons/backend/socket-activation/quiz.gift \
	lessons/backend/socket-activation/step-activated.md \
	lessons/backend/socket-activation/step-life.md \
	lessons/backend/socket-activation/step-listen-fds.md \
	lessons/backend/socket-activation/step-look.md

backend_socket_activation_judgedir = $(coursesdir)/backend/socket-activation/judge
dist_backend_socket_activation_judge_DATA = \
	lessons/backend/socket-activation/judge/activated.py

backend_socket_activation_solution_cdir = $(coursesdir)/backend/socket-activation/solution/c
dist_backend_socket_activation_solution_c_DATA = \
	lessons/backend/socket-activation/solution/c/activate.c \
	lessons/backend/socket-activation/solution/c/fds.c \
	lessons/backend/socket-activation/solution/c/life.c \
	lessons/backend/socket-activation/solution/c/look.c \
	lessons/backend/socket-activation/solution/c/server.c \
	lessons/backend/socket-activation/solution/c/server.h

backend_socket_activation_solution_pythondir = $(coursesdir)/backend/socket-activation/solution/python
dist_backend_socket_activation_solution_python_DATA = \
	lessons/backend/socket-activation/solution/python/activate.py \
	lessons/backend/socket-activation/solution/python/fds.py \
	lessons/backend/socket-activation/solution/python/life.py \
	lessons/backend/socket-activation/solution/python/look.py \
	lessons/backend/socket-activation/solution/python/server.py

backend_socket_activation_solution_shdir = $(coursesdir)/backend/socket-activation/solution/sh
dist_backend_socket_activation_solution_sh_DATA = \
	lessons/backend/socket-activation/solution/sh/fds.sh \
	lessons/backend/socket-activation/solution/sh/life.sh \
	lessons/backend/socket-activation/solution/sh/look.sh

backend_socket_activation_starter_cdir = $(coursesdir)/backend/socket-activation/starter/c
dist_backend_socket_activation_starter_c_DATA = \
	lessons/backend/socket-activation/starter/c/activate.c \
	lessons/backend/socket-activation/starter/c/fds.c \
	lessons/backend/socket-activation/starter/c/life.c \
	lessons/backend/socket-activation/starter/c/look.c \
	lessons/backend/socket-activation/starter/c/server.c \
	lessons/backend/socket-activation/starter/c/server.h

backend_socket_activation_starter_pythondir = $(coursesdir)/backend/socket-activation/starter/python
dist_backend_socket_activation_starter_python_DATA = \
	lessons/backend/socket-activation/starter/python/activate.py \
	lessons/backend/socket-activation/starter/python/fds.py \
	lessons/backend/socket-activation/starter/python/life.py \
	lessons/backend/socket-activation/starter/python/look.py \
	lessons/backend/socket-activation/starter/python/server.py

backend_socket_activation_starter_shdir = $(coursesdir)/backend/socket-activation/starter/sh
dist_backend_socket_activation_starter_sh_DATA = \
	lessons/backend/socket-activation/starter/sh/fds.sh \
	lessons/backend/socket-activation/starter/sh/life.sh \
	lessons/backend/socket-activation/starter/sh/look.sh

backend_socket_activation_testsdir = $(coursesdir)/backend/socket-activation/tests
dist_backend_socket_activation_tests_DATA = \
	lessons/backend/socket-activation/tests/activated1-first.args \
	lessons/backend/socket-activation/tests/activated2-queue.args \
	lessons/backend/socket-activation/tests/activated3-exits.args \
	lessons/backend/socket-activation/tests/activated4-crash.args \
	lessons/backend/socket-activation/tests/activated5-idle.args \
	lessons/backend/socket-activation/tests/activated6-hammer.args \
	lessons/backend/socket-activation/tests/life1.in \
	lessons/backend/socket-activation/tests/life1.out \
	lessons/backend/socket-activation/tests/life2.in \
	lessons/backend/socket-activation/tests/life2.out \
	lessons/backend/socket-activation/tests/life3.in \
	lessons/backend/socket-activation/tests/life3.out \
	lessons/backend/socket-activation/tests/life4.in \
	lessons/backend/socket-activation/tests/life4.out \
	lessons/backend/socket-activation/tests/life5.in \
	lessons/backend/socket-activation/tests/life5.out \
	lessons/backend/socket-activation/tests/life6.in \
	lessons/backend/socket-activation/tests/life6.out \
	lessons/backend/socket-activation/tests/look1.out

backend_socket_activation_tests_listen_fdsdir = $(coursesdir)/backend/socket-activation/tests/listen-fds
dist_backend_socket_activation_tests_listen_fds_DATA = \
	lessons/backend/socket-activation/tests/listen-fds/check.sh

# Solutions pass, starters fail, texts have their parts; and what is asked of ours beyond that.
TESTS += tests/lint/proved.sh tests/lint/lessons.sh
EXTRA_DIST += tests/lint/proved.sh tests/lint/lessons.sh tests/lint/lesson_content.py
