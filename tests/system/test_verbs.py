#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""What the verbs do, one by one, and what they refuse."""

import os
import shutil
import signal
import unittest

import harness
from harness import COURSES, array, NOBODY, fields, pairs, rows, values

STARTER = COURSES / 'demo/hello/starter'
SOLUTION = COURSES / 'demo/hello/solution'
FILE_MAX = 256 * 1024
SUBMISSION_MAX = 1024 * 1024
as_root = unittest.skipUnless(os.geteuid() == 0, 'only root can connect as another user')


def solution(step, language='sh', extension='sh'):
    name = '%s.%s' % (step, extension)
    return name, (SOLUTION / language / name).read_bytes()


class Case(harness.TestCase):
    def setUp(self):
        self.server = self.daemon()
        self.client = self.server.client()
        self.call = self.client.call

    def check(self, step, text):
        return self.call('CHECK', 'hello', 'step=%s' % step, '%s.sh' % step, text)


class Daemon(Case):
    def test_hello_says_who_serves(self):
        got = fields(self.call('HELLO', '2'))
        self.assertEqual((got['Server'], got['Proto'], got['Instance']), ('practiced', '2', self.server.INSTANCE))
        self.assertEqual(got['Sandbox'], harness.sandbox_mode())

    def test_hello_refuses_other_protocols(self):
        self.assertError(self.call('HELLO', '3'), 'NOPROTO', 'HELLO 2')

    def test_help_has_a_row_for_every_verb(self):
        verbs = [row['VERB'] for row in rows(self.call('HELP'))]
        for verb in verbs:
            self.assertEqual(self.call('HELP', verb.lower())[0].split()[0], verb)
        self.assertIn('CHECK', verbs)
        self.assertError(self.call('HELP', 'chekc'), 'ERR', "'CHECK'")

    def test_whoami(self):
        got = fields(self.call('WHOAMI'))
        self.assertEqual(got['Uid'], str(os.geteuid()))
        self.assertEqual(got['Role'], 'instructor')

    @as_root
    def test_another_user_is_a_learner(self):
        self.assertEqual(fields(self.server.call('WHOAMI', uid=NOBODY))['Role'], 'learner')
        self.assertError(self.server.call('RELOAD', uid=NOBODY), 'DENIED', 'instructors')

    def test_stats(self):
        reply = self.call('STATS')
        got = fields(reply)
        self.assertEqual((got['Clients'], got['Lessons'], got['Config'], got['Store']), ('1', '4', 'ok', 'ok'))
        self.assertIn('sh\tShell\tavailable', values(reply, 'Language'))

    def test_unknown_verb_gets_the_nearest(self):
        self.assertError(self.call('strat', 'x'), 'ERR', "unknown verb 'strat', did you mean 'START'?")
        self.assertError(self.call('frobnicate'), 'ERR', 'HELP')
        self.assertError(self.call('PING\0x'), 'ERR', "unknown verb '?'")

    def test_number_of_arguments(self):
        self.assertError(self.call('START'), 'BADARG', 'too few arguments', 'START lesson')
        self.assertError(self.call('STOP', 'a', 'b'), 'BADARG', 'too many arguments', "'b'")
        self.assertError(self.call('LIST', 'stat=new'), 'BADARG', "'state='")
        self.assertError(self.call('LIST', 'state=new', 'state=new'), 'BADARG', 'twice')
        self.assertError(self.call('LIST', 'state=old'), 'BADARG', "'old'", 'passed')


class Catalog(Case):
    def test_list(self):
        got = rows(self.call('LIST'))
        self.assertEqual([row['ID'] for row in got], ['demo/hello', 'demo/twin', 'demo/slow', 'other/twin'])
        self.assertEqual(got[0], {'ID': 'demo/hello', 'TITLE': 'Hello', 'LEVEL': 'beginner', 'MINUTES': '1',
                                  'LANGUAGES': 'sh awk python c', 'STATE': 'new', 'STEPS': '0/3', 'POINTS': '0/6'})

    def test_list_filters(self):
        def ids(*arguments):
            return [row['ID'] for row in rows(self.call('LIST', *arguments))]
        self.assertEqual(ids('twin'), ['demo/twin', 'other/twin'])
        self.assertEqual(ids('demo/s*'), ['demo/slow'])
        self.assertEqual(ids('course=other'), ['other/twin'])
        self.assertEqual(ids('state=active'), [])
        self.call('START', 'slow')
        self.assertEqual(ids('state=active'), ['demo/slow'])

    def test_show(self):
        reply = self.call('SHOW', 'hello')
        got = fields(reply)
        self.assertEqual((got['Id'], got['Title'], got['Next']), ('demo/hello', 'Hello', 'demo/twin'))
        self.assertEqual(values(reply, 'Goal'), ['Print a line.', 'Read a line.'])
        step = dict(part.split('=', 1) for part in values(reply, 'Step')[1].split('\t'))
        self.assertEqual(step, {'name': 'echo', 'title': 'Say what you hear', 'points': '2', 'check': 'output',
                                'cases': '3', 'hints': '1', 'state': 'new', 'example': 'no'})

    def test_show_only_some_keys(self):
        self.assertEqual(self.call('SHOW', 'hello', 'Title', 'Id'), ['Id=demo/hello', 'Title=Hello'])
        self.assertError(self.call('SHOW', 'hello', 'Titel'), 'BADARG', "'Title'")

    def test_unknown_and_ambiguous_lessons(self):
        self.assertError(self.call('SHOW', 'helo'), 'NOTFOUND', "no lesson 'helo', did you mean 'demo/hello'?")
        self.assertError(self.call('SHOW', 'twin'), 'BADARG', 'demo/twin', 'other/twin')
        self.assertEqual(self.call('SHOW', 'other/twin', 'Title'), ['Title=Twin of other'])

    def test_text(self):
        self.assertEqual(self.call('TEXT', 'hello'), ['# Hello', '', 'Print a line.'])
        self.assertEqual(self.call('TEXT', 'hello', 'greet'), ['Print `hello`.'])
        self.assertEqual(self.call('TEXT', 'hello', 'echo'), ['# Hello', '', 'Print a line.'])  # it has no text of its own
        self.assertError(self.call('TEXT', 'hello', 'gret'), 'NOTFOUND', "'greet'")

    def test_files(self):
        reply = self.call('FILES', 'hello')
        self.assertEqual(dict(zip(reply[::2], reply[1::2]))['greet.sh'], (STARTER / 'sh/greet.sh').read_bytes())
        reply = self.call('FILES', 'hello', 'language=c', 'step=echo')
        self.assertEqual(sorted(reply[::2]), ['echo.c', 'part.h'])
        self.assertError(self.call('FILES', 'hello', 'language=cobol'), 'BADARG', 'sh awk python c')
        self.assertError(self.call('FILES', 'hello', 'set=all'), 'BADARG', 'solution')

    @as_root
    def test_solutions_are_for_those_who_found_one(self):
        client = self.server.client(uid=NOBODY)
        self.assertError(client.call('FILES', 'hello', 'set=solution'), 'BADARG', 'step=')
        self.assertError(client.call('FILES', 'hello', 'set=solution', 'step=greet'), 'DENIED')
        client.call('START', 'hello')
        client.call('CHECK', 'hello', *solution('greet'))
        self.assertEqual(client.call('FILES', 'hello', 'set=solution', 'step=greet')[0], 'greet.sh')
        self.assertError(client.call('FILES', 'hello', 'set=solution', 'step=echo'), 'DENIED')


class Practice(Case):
    def test_start_stop_reset(self):
        self.assertError(self.call('STOP', 'hello'), 'STATE', 'not started')
        self.assertEqual(self.call('START', 'hello'), 'Now practicing: hello')
        self.assertEqual(self.call('START', 'demo/hello'), 'Now practicing: hello')
        self.assertEqual(self.call('STOP', 'hello'), 'Stopped practicing: hello')
        self.assertError(self.call('STOP', 'hello'), 'STATE')
        self.assertEqual(self.call('RESET', 'hello'), 'Reset: hello')
        self.assertError(self.call('RESET', 'slow'), 'STATE', 'START demo/slow')

    def test_a_lesson_that_is_gone_can_be_left(self):
        catalog = self.server.folder / 'catalog'
        shutil.copytree(COURSES, catalog)
        server = self.daemon(catalog=catalog)
        server.call('START', 'slow')
        shutil.rmtree(catalog / 'demo/slow')
        course = catalog / 'demo/course.ini'
        course.write_text(course.read_text().replace('slow', ''))
        server.call('RELOAD')
        self.assertError(server.call('SHOW', 'demo/slow'), 'NOTFOUND')
        gone = 'the lesson that you practise is no longer there: STOP demo/slow leaves it'
        self.assertIn(gone, values(server.call('STATUS'), 'Warning'))
        self.assertEqual(server.call('STOP', 'demo/slow'), 'Stopped practicing: demo/slow')
        self.assertNotIn(gone, values(server.call('STATUS'), 'Warning'))
        self.assertError(server.call('STOP', 'demo/slow'), 'NOTFOUND')
        self.assertError(server.call('STOP', 'demo/never'), 'NOTFOUND')

    def test_a_passed_lesson_is_left_once(self):
        self.call('START', 'slow')
        self.call('CHECK', 'slow', 'only.sh', 'echo yes')
        self.assertEqual(self.call('STOP', 'slow'), 'Stopped practicing: slow')
        self.assertError(self.call('STOP', 'slow'), 'STATE', 'not started')

    def test_start_in_a_language(self):
        self.call('START', 'hello', 'language=python')
        self.assertEqual(fields(self.call('STATUS', 'hello'))['Language'], 'python')
        self.assertError(self.call('START', 'hello', 'language=cobol'), 'BADARG', "'cobol'")
        self.assertEqual(fields(self.call('STATUS', 'hello'))['Language'], 'python')

    def test_a_language_whose_tool_is_missing_names_the_package(self):
        folder = self.server.folder / 'languages'
        folder.mkdir()
        (folder / 'sh.ini').write_text('[language]\nname = Shell\nextensions = sh\ntools = no-such-shell\npackage = shells\n'
                                       'run = no-such-shell %m\n')
        server = self.daemon(languages='%s:%s' % (folder, harness.LANGUAGES))
        self.assertError(server.call('START', 'slow'), 'STATE', 'no-such-shell', 'shells')

    def test_hints_come_one_by_one(self):
        self.assertError(self.call('HINT', 'hello'), 'STATE', 'START')
        self.call('START', 'hello')
        self.assertEqual(self.call('HINT', 'hello'), ['Step=greet', 'Number=1', 'Of=2', 'Hint=Print one line.'])
        self.assertEqual(fields(self.call('HINT', 'hello'))['Number'], '2')
        self.assertEqual(fields(self.call('HINT', 'hello'))['Number'], '2')
        self.assertError(self.call('HINT', 'hello', 'step=secret'), 'NOTFOUND', 'no hints')

    def test_status(self):
        self.assertEqual(fields(self.call('STATUS'))['Current'], '')
        self.call('START', 'hello')
        got = fields(self.call('STATUS'))
        self.assertEqual((got['Current'], got['Step'], got['Started'], got['Lessons']), ('demo/hello', 'greet', '1', '4'))
        got = fields(self.call('STATUS', 'hello'))
        self.assertEqual((got['State'], got['Current'], got['MaxPoints']), ('active', 'yes', '6'))
        self.assertRegex(got['Started'], r'^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$')

    def test_next(self):
        self.assertEqual(fields(self.call('NEXT'))['Reason'], 'the first lesson that is not passed')
        self.call('START', 'hello')
        for step in ('greet', 'echo', 'secret'):
            got = fields(self.call('NEXT'))
            self.assertEqual((got['Lesson'], got['Step']), ('demo/hello', step))
            self.call('CHECK', 'hello', *solution(step))
        self.assertEqual(fields(self.call('NEXT'))['Lesson'], 'demo/twin')
        for lesson in ('demo/twin', 'other/twin', 'slow'):
            self.call('START', lesson)
            self.call('CHECK', lesson, 'only.sh', 'echo yes')
        got = fields(self.call('NEXT'))
        self.assertEqual((got['Lesson'], got['Reason']), ('', 'everything is passed'))

    @as_root
    def test_learners_have_their_own_progress(self):
        self.call('START', 'hello')
        self.assertEqual(fields(self.server.call('STATUS', 'hello', uid=NOBODY))['State'], 'new')


class Check(Case):
    def setUp(self):
        super().setUp()
        self.call('START', 'hello')

    def test_pass(self):
        reply = self.check('greet', 'echo hello')
        self.assertRegex(reply[0], r'^attempt=\d+ lesson=demo/hello step=greet language=sh cases=2$')
        self.assertEqual([pairs(line)['verdict'] for line in reply[1:]], ['pass'] * 3)
        got = pairs(reply[-1])
        self.assertEqual((got['passed'], got['points'], got['state'], got['next']), ('2', '1', 'passed', 'echo'))

    def test_every_language(self):
        available = {row.split('\t')[0] for row in values(self.call('STATS'), 'Language') if row.endswith('available')}
        for language, extension in (('sh', 'sh'), ('awk', 'awk'), ('python', 'py'), ('c', 'c')):
            with self.subTest(language=language):
                if language not in available:
                    self.skipTest('no tool for %s' % language)
                name, text = solution('greet', language, extension)
                reply = self.call('CHECK', 'hello', 'step=greet', 'language=' + language, name, text)
                self.assertEqual(pairs(reply[-1])['verdict'], 'pass', reply)
                self.assertEqual(len(reply), 5 if language == 'c' else 4)

    def check_token(self, token, *words, uid=None):
        return self.server.call('CHECK', 'hello', 'token=' + token, *(words or ('step=greet', 'greet.sh', 'echo hello')), uid=uid)

    def test_a_token_makes_one_attempt_however_often_it_is_sent(self):
        first = self.check_token('once')
        self.assertEqual(pairs(first[-1])['verdict'], 'pass')
        again = self.check_token('once', 'greet.sh', 'echo other files, and the next step is another one now')
        self.assertEqual(again, [first[0] + ' again=yes state=done'])
        self.assertEqual(len(rows(self.call('HISTORY'))), 1)
        self.assertEqual(pairs(self.check_token('twice')[-1])['verdict'], 'pass')
        self.assertEqual(len(rows(self.call('HISTORY'))), 2)

    def test_a_token_is_known_while_the_attempt_waits_for_its_end_and_over_a_crash(self):
        client = self.server.client()
        client.send(array('CHECK', 'hello', 'token=t', 'step=greet', 'greet.sh', 'sleep 0.5; echo hello'))
        client.read_raw_line()
        attempt = pairs(client.read())['attempt']
        (line,) = self.check_token('t')
        self.assertEqual((pairs(line)['attempt'], pairs(line)['again']), (attempt, 'yes'))
        self.assertIn(pairs(line)['state'], ('queued', 'running', 'done'))
        self.server.kill()
        self.server.start()
        (line,) = self.check_token('t')
        self.assertEqual(pairs(line)['attempt'], attempt)
        self.assertEqual(len(rows(self.server.call('HISTORY'))), 1)

    @as_root
    def test_a_token_is_the_learners_own(self):
        self.check_token('mine')
        self.server.call('START', 'hello', uid=harness.NOBODY)
        theirs = self.check_token('mine', uid=harness.NOBODY)
        self.assertEqual(pairs(theirs[-1])['verdict'], 'pass')
        self.assertEqual(pairs(theirs[0])['attempt'], '2')

    def test_a_token_of_another_lesson_or_step_is_refused(self):
        self.check_token('t')
        self.assertError(self.check_token('t', 'step=echo', 'echo.sh', 'cat'), 'STATE', 'attempt 1', 'greet')
        self.call('START', 'slow')
        self.assertError(self.call('CHECK', 'slow', 'token=t', 'only.sh', 'x'), 'STATE', 'attempt 1', 'demo/hello')

    def test_a_token_has_1_to_64_bytes(self):
        self.assertEqual(pairs(self.check_token('x' * 64)[-1])['verdict'], 'pass')
        self.assertEqual(pairs(self.check_token('x' * 64)[0])['again'], 'yes')
        for token in '', 'x' * 65:
            self.assertError(self.check_token(token), 'BADARG', '1 to 64 bytes')
        self.assertEqual(len(rows(self.call('HISTORY'))), 1)

    def test_fail_shows_the_difference(self):
        reply = self.check('greet', 'echo "hello "')
        self.assertEqual(pairs(reply[-1])['verdict'], 'wrong')
        report = self.call('ATTEMPT', pairs(reply[0])['attempt'])
        self.assertEqual(values(report, 'Diff')[:2], ['- hello', '+ hello·'])

    def test_what_changed_since_the_attempt_before(self):
        self.check('greet', 'echo hallo')
        reply = self.check('greet', 'echo hello')
        report = self.call('ATTEMPT', pairs(reply[0])['attempt'])
        self.assertEqual(values(report, 'Changed')[:2], ['- hallo', '+ hello'])

    def test_a_secret_case_stays_secret(self):
        reply = self.check('secret', 'cat; cat >&2')
        report = self.call('ATTEMPT', pairs(reply[0])['attempt'])
        self.assertNotIn('hidden', ''.join(reply) + ''.join(report))
        self.assertNotIn('hidden', ''.join(self.call('RUN', 'hello', 'step=secret', 'secret.sh', 'cat')))
        self.assertNotIn('hidden', ''.join(self.call('RUN', 'hello', 'step=secret', 'secret.sh', 'cat >&2; false')))

    def test_runtime_error(self):
        reply = self.check('greet', 'echo oops >&2; exit 3')
        got = pairs(reply[1])
        self.assertEqual((got['verdict'], got['exit']), ('runtime', '3'))
        self.assertEqual(values(self.call('ATTEMPT', pairs(reply[0])['attempt']), 'Stderr')[0], 'oops')

    def test_compile_error_skips_the_cases(self):
        reply = self.call('CHECK', 'hello', 'step=greet', 'language=c', 'greet.c', 'int main(void) { return x; }\n')
        self.assertEqual([pairs(line)['verdict'] for line in reply[2:]], ['skipped', 'skipped', 'compile'])
        self.assertTrue(reply[1].startswith('compile verdict=compile'))
        report = self.call('ATTEMPT', pairs(reply[0])['attempt'])
        self.assertIn('x', ' '.join(values(report, 'Compiler')))

    def test_default_step_is_the_first_that_is_not_passed(self):
        for step in ('greet', 'echo', 'secret'):
            self.assertIn('step=%s ' % step, self.call('CHECK', 'hello', *solution(step))[0])
        self.assertError(self.call('CHECK', 'hello', *solution('greet')), 'STATE', 'all steps of hello are passed')
        self.assertEqual(fields(self.call('STATUS', 'hello'))['State'], 'passed')

    def test_passed_stays_passed(self):
        self.check('greet', 'echo hello')
        self.check('greet', 'echo no')
        self.assertEqual(fields(self.call('STATUS', 'hello'))['Points'], '1')

    def test_needs_start(self):
        self.assertError(self.call('CHECK', 'slow', 'only.sh', ''), 'STATE', 'START demo/slow')
        self.call('STOP', 'hello')
        self.assertError(self.check('greet', ''), 'STATE', 'not started')

    def test_requests_behind_a_check_wait_for_it(self):
        self.client.send(array('CHECK', 'hello', *solution('greet')) + b'PING\n')
        self.assertEqual(len(self.client.read()), 4)
        self.assertEqual(self.client.read(), 'PONG')

    def test_lines_come_while_cases_run(self):
        """The second case waits for what the test does after it saw the first."""
        self.call('START', 'slow')
        self.client.send(array('CHECK', 'slow', 'only.sh', 'read n; test $n = 1 || sleep 1; echo yes'))
        self.assertEqual(self.client.read_raw_line(), b'*7\r\n')
        self.assertIn(b'+attempt=', self.client.read_raw_line())
        self.assertIn(b'+case=1 ', self.client.read_raw_line())
        self.assertEqual(self.client.buffer, b'')

    def test_half_close_waits_for_the_verdict(self):
        self.client.send(array('CHECK', 'hello', *solution('greet')))
        self.client.half_close()
        self.assertIn(b'+verdict=pass', self.client.read_all())

    def test_a_client_that_goes_has_its_verdict_in_the_history(self):
        self.client.send(array('CHECK', 'hello', *solution('greet')))
        self.client.read_raw_line()
        self.client.close()
        other = self.server.client()
        other.call('CHECK', 'hello', 'step=echo', *solution('echo'))
        while any(row['STATE'] != 'done' for row in rows(other.call('HISTORY'))):
            pass
        self.assertEqual([row['VERDICT'] for row in rows(other.call('HISTORY'))], ['pass', 'pass'])


class Submissions(Case):
    def setUp(self):
        super().setUp()
        self.call('START', 'hello')

    def test_names_that_are_refused(self):
        for name in ('../greet.sh', '/etc/passwd', 'a/../greet.sh', './greet.sh', '', 'a//b.sh', 'gr\neet.sh', 'a\\b.sh'):
            for verb in ('CHECK', 'RUN'):
                with self.subTest(name=name, verb=verb):
                    self.assertError(self.call(verb, 'hello', name, 'x'), 'BADARG')

    def test_strangers(self):
        self.assertError(self.call('CHECK', 'hello', 'greet.py', 'x'), 'BADARG', "did you mean 'greet.sh'?")
        self.assertError(self.call('CHECK', 'hello', 'other.sh', 'x'), 'BADARG', 'greet.sh')

    def test_twice(self):
        self.assertError(self.call('CHECK', 'hello', 'greet.sh', 'x', 'greet.sh', 'y'), 'BADARG', 'twice')

    def test_two_dashes_end_the_options(self):
        """A first file whose name looks like an option."""
        for verb in ('CHECK', 'RUN'):
            self.assertError(self.call(verb, 'hello', 'step=greet', 'key=x.sh', 'x'), 'BADARG', "takes no 'key='")
            self.assertError(self.call(verb, 'hello', 'step=greet', '--', 'key=x.sh', 'x'), 'BADARG', "'key=x.sh' is no file")
            self.assertIsInstance(self.call(verb, 'hello', 'step=greet', '--', *solution('greet')), list)
        self.assertError(self.call('CHECK', 'hello', '--'), 'BADARG', 'no file')
        self.assertError(self.call('CHECK', 'hello', '--', 'greet.sh'), 'BADARG', 'pairs')

    def test_missing(self):
        self.assertError(self.call('CHECK', 'hello'), 'BADARG', 'no file')
        self.assertError(self.call('CHECK', 'hello', 'greet.sh'), 'BADARG', 'pairs')
        self.assertError(self.call('CHECK', 'hello', 'step=echo', 'language=c', 'echo.c', 'x'), 'BADARG', "'part.h'", 'missing')

    def test_too_many(self):
        files = [word for i in range(62) for word in ('f%d.sh' % i, '')]
        self.assertError(self.call('CHECK', 'hello', *files), 'TOOBIG')

    def test_size_of_a_file(self):
        self.assertError(self.call('CHECK', 'hello', 'greet.sh', b'#' * (FILE_MAX + 1)), 'TOOBIG', str(FILE_MAX))
        reply = self.call('CHECK', 'hello', 'greet.sh', b'echo hello\n'.ljust(FILE_MAX, b'#'))
        self.assertEqual(pairs(reply[-1])['verdict'], 'pass')

    def test_size_of_all_files(self):
        server = self.daemon(config={'limits': {'submission': '2K'}})
        server.call('START', 'hello')
        text = b'echo hello\n'
        self.assertIsInstance(server.call('CHECK', 'hello', 'step=greet', 'greet.sh', text.ljust(2048, b'#')), list)
        self.assertError(server.call('CHECK', 'hello', 'step=greet', 'greet.sh', text.ljust(2049, b'#')), 'TOOBIG', '2048')

    def test_nothing_of_a_refused_submission_is_kept(self):
        self.call('CHECK', 'hello', '../x', 'x')
        self.assertEqual(len(self.call('HISTORY')), 1)

    def test_binary_content(self):
        self.assertEqual(pairs(self.check('greet', b'echo hello; exit 0\n\0\xff')[-1])['verdict'], 'pass')


class Run(Case):
    def setUp(self):
        super().setUp()
        self.call('START', 'hello')

    def run_greet(self, text, *arguments):
        return self.call('RUN', 'hello', 'step=greet', *arguments, 'greet.sh', text)

    def test_run_shows_output_beside_what_is_expected(self):
        reply = self.run_greet('echo hi; echo err >&2')
        self.assertEqual(pairs(reply[0])['verdict'], 'wrong')
        self.assertEqual((values(reply, 'stdout'), values(reply, 'stderr')), (['hi'], ['err']))
        self.assertEqual(values(reply, 'diff')[:2], ['- hello', '+ hi'])
        self.assertEqual(pairs(reply[-1])['verdict'], 'wrong')

    def test_equal_output_is_shown_as_equal(self):
        self.assertEqual(values(self.run_greet('echo hello'), 'diff'), ['  hello'])

    def test_run_tells_what_changed(self):
        self.assertEqual(values(self.run_greet('echo one'), 'changed'), [])
        self.assertEqual(values(self.run_greet('echo two'), 'changed')[:2], ['- one', '+ two'])
        self.assertEqual(values(self.run_greet('echo two'), 'changed'), [])

    def test_run_one_case(self):
        reply = self.call('RUN', 'hello', 'step=echo', 'case=2', 'echo.sh', 'cat')
        self.assertEqual((pairs(reply[0])['case'], values(reply, 'stdout')), ('2', ['two', 'two']))
        self.assertError(self.call('RUN', 'hello', 'step=echo', 'case=4', 'echo.sh', 'cat'), 'BADARG', 'from 1 to 3')
        self.assertError(self.call('RUN', 'hello', 'step=echo', 'case=0', 'echo.sh', 'cat'), 'BADARG')

    def test_run_is_not_kept(self):
        self.run_greet('echo hello')
        self.assertEqual(len(self.call('HISTORY')), 1)
        self.assertEqual(fields(self.call('STATUS', 'hello'))['Points'], '0')

    def test_a_run_ends_with_its_client(self):
        server = self.daemon(config={'sandbox': {'slots': '1'}})
        client = server.client()
        client.call('START', 'hello')
        client.send(array('RUN', 'hello', 'greet.sh', 'sleep 1000'))
        client.close()
        reply = server.call('RUN', 'hello', 'greet.sh', 'echo hello')
        self.assertEqual(pairs(reply[-1])['verdict'], 'pass')

    def test_requests_behind_a_run_wait_for_it(self):
        self.client.send(array('RUN', 'hello', 'greet.sh', 'echo hello') + b'PING\n')
        self.assertIsInstance(self.client.read(), list)
        self.assertEqual(self.client.read(), 'PONG')

    def test_much_output_is_cut(self):
        reply = self.run_greet('i=0; while [ $i -lt 3000 ]; do echo $i; i=$((i + 1)); done')
        self.assertLessEqual(len(reply), 1010)
        self.assertTrue(values(reply, 'note'))

    def test_control_characters_are_escaped(self):
        reply = self.run_greet(r'printf "\033[31m\001\377\n"')
        self.assertIn(r'stdout=\x1b[31m\x01\xff', reply)

    def test_bytes_that_are_no_text_stay_what_they_are(self):
        reply = self.call('RUN', 'hello', 'step=greet', 'greet.sh', "printf 'a\\000?b\\n'")
        self.assertIn('stdout=a\\x00?b', reply)


class Attempts(Case):
    def setUp(self):
        super().setUp()
        self.call('START', 'hello')

    def test_history(self):
        for text in ('echo hello', 'echo no'):
            self.check('greet', text)
        got = rows(self.call('HISTORY', 'hello'))
        self.assertEqual([(row['STEP'], row['STATE'], row['VERDICT'], row['PASSED'], row['POINTS']) for row in got],
                         [('greet', 'done', 'wrong', '0/2', '0/1'), ('greet', 'done', 'pass', '2/2', '1/1')])
        self.assertEqual(len(self.call('HISTORY', 'limit=1')), 2)
        self.assertEqual(len(self.call('HISTORY', 'slow')), 1)
        for limit in ('0', '1001', 'x', '-1'):
            self.assertError(self.call('HISTORY', 'limit=' + limit), 'BADARG', 'from 1 to 1000')

    def test_attempt_that_is_not_there(self):
        self.assertError(self.call('ATTEMPT', '99'), 'NOTFOUND', '99')
        self.assertError(self.call('ATTEMPT', 'x'), 'BADARG')
        self.assertError(self.call('CANCEL', '99'), 'NOTFOUND')

    @as_root
    def test_attempts_of_others_are_not_there(self):
        attempt = pairs(self.check('greet', 'echo hello')[0])['attempt']
        client = self.server.client(uid=NOBODY)
        self.assertError(client.call('ATTEMPT', attempt), 'NOTFOUND')
        self.assertError(client.call('CANCEL', attempt), 'NOTFOUND')
        client.call('START', 'hello')
        own = pairs(client.call('CHECK', 'hello', *solution('greet'))[0])['attempt']
        self.assertEqual(fields(self.call('ATTEMPT', own))['Attempt'], own)  # an instructor may

    def test_cancel(self):
        self.client.send(array('CHECK', 'hello', 'greet.sh', 'sleep 30'))
        count = int(self.client.read_raw_line()[1:])
        attempt = pairs(self.client.read())['attempt']
        self.assertEqual(self.server.call('CANCEL', attempt), 'Canceled: ' + attempt)
        rest = [pairs(self.client.read()) for _ in range(count - 1)]
        self.assertEqual({line['verdict'] for line in rest}, {'skipped'})
        self.assertError(self.call('CANCEL', attempt), 'STATE', 'canceled')
        self.assertEqual(rows(self.call('HISTORY'))[0]['STATE'], 'canceled')

    def test_limit_of_a_learner(self):
        server = self.daemon(config={'limits': {'queue-per-learner': '2'}})
        server.call('START', 'hello')
        clients = [server.client() for _ in range(2)]
        for client in clients:
            client.send(array('CHECK', 'hello', 'greet.sh', 'sleep 30'))
            client.read_raw_line()
        self.assertError(server.call('CHECK', 'hello', 'greet.sh', ''), 'LIMIT', '2', 'try again')
        server.call('CANCEL', pairs(clients[0].read())['attempt'])
        clients[0].read_bytes(1)

    def test_limit_of_the_queue(self):
        server = self.daemon(config={'limits': {'queue': '1'}})
        server.call('START', 'hello')
        client = server.client()
        client.send(array('CHECK', 'hello', 'greet.sh', 'sleep 30'))
        client.read_raw_line()
        self.assertError(server.call('RUN', 'hello', 'greet.sh', ''), 'LIMIT', 'of this host', 'try again')

    def test_slots_are_shared_between_waiting_learners(self):
        server = self.daemon(config={'sandbox': {'slots': '1'}})
        server.call('START', 'hello')
        clients = [server.client() for _ in range(3)]
        for client in clients:
            client.send(array('CHECK', 'hello', *solution('greet')))
        for client in clients:
            self.assertEqual(pairs(client.read()[-1])['verdict'], 'pass')


class UnsafeSandbox(harness.TestCase):
    def test_a_reload_tries_the_runner_again(self):
        folder = self.daemon(start=False).folder
        runner = folder / 'runner'
        runner.write_text('#!/bin/sh\nexit 1\n')
        runner.chmod(0o755)
        server = self.daemon(runner=runner)
        server.call('START', 'hello')
        self.assertError(server.call('CHECK', 'hello', 'greet.sh', ''), 'UNSAFE', 'exit status 1')
        runner.write_text('#!/bin/sh\nexec %s "$@"\n' % harness.RUNNER)
        server.call('RELOAD')
        reply = server.call('CHECK', 'hello', *solution('greet'))
        self.assertIsInstance(reply, list, reply)
        self.assertEqual(pairs(reply[-1])['verdict'], 'pass')

    def test_a_runner_that_dies_once_after_a_reload_costs_no_attempt(self):
        folder = self.daemon(start=False).folder
        runner, starts, courses = folder / 'runner', folder / 'starts', folder / 'courses'
        runner.write_text('#!/bin/sh\necho start >>%s\ntest $(grep -c . %s) = 2 && exit 1\nexec %s "$@"\n' %
                          (starts, starts, harness.RUNNER))
        runner.chmod(0o755)
        server = self.daemon(runner=runner, catalog='%s:%s' % (harness.COURSES, courses),
                             config={'sandbox': {'slots': '1'}})
        client = server.client()
        client.call('START', 'hello')
        client.send(array('CHECK', 'hello', 'greet.sh', 'sleep 0.2; echo hello'))
        client.read_raw_line()
        client.read()
        waiting = server.client()
        waiting.send(array('CHECK', 'hello', 'greet.sh', 'echo hello'))
        waiting.read_raw_line()
        courses.mkdir()
        server.call('RELOAD')
        self.assertEqual(pairs([waiting.read() for _ in range(4)][-1])['verdict'], 'pass')
        self.assertEqual(len(starts.read_text().split()), 3)

    def test_a_runner_that_can_not_be_started_again_is_told(self):
        folder = self.daemon(start=False).folder
        runner = folder / 'runner'
        runner.write_text('#!/bin/sh\ntest -e %s && exit 1\nexec %s "$@"\n' % (folder / 'gone', harness.RUNNER))
        runner.chmod(0o755)
        server = self.daemon(runner=runner)
        client = server.client()
        client.call('START', 'hello')
        client.send(array('CHECK', 'hello', 'greet.sh', 'sleep 30'))
        client.read_raw_line()
        client.read()
        (folder / 'gone').touch()
        os.kill(server.runner_pid(), signal.SIGKILL)
        rest = [client.read() for _ in range(3)]
        self.assertEqual(pairs(rest[-1])['verdict'], 'internal')
        self.assertError(server.call('RUN', 'hello', 'greet.sh', ''), 'UNSAFE', 'exit status 1')

    def test_nothing_runs_without_a_runner(self):
        server = self.daemon(runner='/nonexistent/practice-runner')
        self.assertEqual(server.call('START', 'hello'), 'Now practicing: hello')
        for verb in ('RUN', 'CHECK'):
            self.assertError(server.call(verb, 'hello', 'greet.sh', ''), 'UNSAFE', 'practice-runner')
        self.assertEqual(fields(server.call('HELLO'))['Sandbox'], 'unsafe')
        self.assertTrue(values(server.call('STATUS'), 'Warning'))
        self.assertEqual(len(server.call('HISTORY')), 1)

    def test_no_sandbox_is_said_everywhere(self):
        server = self.daemon(config={'sandbox': {'mode': 'none'}})
        self.assertEqual(fields(server.call('HELLO'))['Sandbox'], 'none')
        self.assertEqual(fields(server.call('STATS'))['Sandbox'], 'none')
        self.assertTrue(values(server.call('STATUS'), 'Warning'))
        server.call('START', 'hello')
        self.assertTrue(values(server.call('STATUS', 'hello'), 'Warning'))


if __name__ == '__main__':
    harness.main()
