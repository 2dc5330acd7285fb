#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The session of a day and reviews of steps: REVIEW and TODAY on the wire, practicectl practice, review and due on a terminal."""

import contextlib
import json
import os
import pathlib
import shutil
import signal
import sqlite3
import subprocess

import harness
import test_ctl_quiz
import test_ctl_watch
from harness import Error, fields, rows, values

SECOND, DAY_US = 1000000, 86400 * 1000000
QUIZ = """
// [id:truth]
A is a letter. {T#wrong#So it is.}

// [id:other]
1 is a letter. {F}
"""
LESSON = {
    'lesson.ini': '[lesson]\ntitle = Letters\nlevel = beginner\nminutes = 1\nlanguages = sh\nquiz = quiz.gift\n'
                  '[step only]\ntitle = Print yes\ntext = only.md\nfiles = only.sh\ncases = tests/*\nhint = One.\nhint = Two.\nhint = Three.\n'
                  '[step example]\ntitle = See it\nexample = yes\nfiles = example.sh\ncases = tests/*\n',
    'lesson.md': '# Letters\n', 'only.md': '# Print yes\n\nPrint the word.\n', 'quiz.gift': QUIZ,
    'starter/sh/only.sh': 'echo no\n', 'solution/sh/only.sh': 'echo yes\n',
    'starter/sh/example.sh': 'echo yes\n', 'solution/sh/example.sh': 'echo yes\n',
    'tests/a.out': 'yes\n',
}
CARD = 'demo/letters/only'
LOSE = ("UPDATE card SET due_us = due_us - ?1, last_us = last_us - ?1, begun_us = begun_us - ?1",
        "UPDATE review SET at_us = at_us - ?1, due_us = due_us - ?1",
        "UPDATE attempt SET submitted_us = submitted_us - ?1, started_us = started_us - ?1, ended_us = ended_us - ?1",
        "UPDATE hint SET taken_us = taken_us - ?1",
        "UPDATE practice SET started_us = started_us - ?1, passed_us = passed_us - ?1",
        "UPDATE session SET started_us = started_us - ?1, ended_us = ended_us - ?1",
        "UPDATE today SET begun_us = begun_us - ?1, last_us = last_us - ?1")


class SessionCase(test_ctl_quiz.QuizCase):
    def setUp(self):
        super().setUp()
        shutil.rmtree(os.path.join(self.catalog, 'demo/letters'))
        for name, text in LESSON.items():
            path = pathlib.Path(self.catalog, 'demo/letters', name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding='utf-8')
        self.assertIn('Reloaded', self.call('RELOAD'))
        self.home = pathlib.Path(self.environment['HOME'], 'practice/letters')

    def call(self, *words):
        return self.server.call(*words)

    def database(self, *statements):
        """With the daemon stopped, for the database is its own while it runs. What the last statement finds."""
        self.server.stop()
        with contextlib.closing(sqlite3.connect(next(self.server.state.glob('*.db')))) as database, database:
            for sql, *parameters in statements:
                found = database.execute(sql, parameters).fetchall()
        self.server.start()
        self.call('PING')
        return found

    def let_pass(self, us):
        """Everything was so much earlier; the day stays the same one."""
        self.database(*((sql, us) for sql in LOSE))

    def check(self, step, text):
        return harness.pairs(self.call('CHECK', 'letters', 'step=' + step, step + '.sh', text)[-1])['verdict']

    def pass_all(self):
        self.call('START', 'letters')
        self.assertEqual(self.check('only', 'echo yes'), 'pass')
        self.assertEqual(self.check('example', 'echo yes'), 'pass')

    def make_due(self):
        self.pass_all()
        self.let_pass(12 * DAY_US)

    def today(self, *words):
        return fields(self.call('TODAY', *words))

    def grades(self):
        return [row[0] for row in self.database(('SELECT grade FROM review ORDER BY id',))]

    def assert_error(self, reply, code, part):
        self.assertIsInstance(reply, Error)
        self.assertEqual(reply.code, code)
        self.assertIn(part, reply.text)


class Reviews(SessionCase):
    def test_a_due_step_counts_only_when_its_review_was_begun(self):
        self.make_due()
        self.assertEqual(self.check('only', 'echo yes'), 'pass')  # the old solution
        self.assertEqual(self.grades(), [4])
        reply = fields(self.call('REVIEW', 'letters', 'only'))
        self.assertEqual((reply['Card'], reply['Resumed'], reply['Fails'], reply['Hints']), (CARD, 'no', '0', '0'))
        self.assertEqual(self.check('only', 'echo yes'), 'pass')
        self.assertEqual(self.grades(), [4, 4])
        self.assertEqual(rows(self.call('DUE')), [])

    def test_the_grade_comes_from_what_was_since_it_was_begun(self):
        self.make_due()
        for _ in range(3):
            self.check('only', 'echo no')
        self.call('REVIEW', 'letters', 'only')
        self.check('only', 'echo no')
        self.call('HINT', 'letters', 'step=only')
        reply = fields(self.call('REVIEW', 'letters', 'only'))
        self.assertEqual((reply['Resumed'], reply['Fails'], reply['Hints']), ('yes', '1', '1'))
        self.check('only', 'echo yes')
        self.assertEqual(self.database(('SELECT fails, hints, grade FROM review ORDER BY id',))[1], (1, 1, 3))

    def test_hints_come_one_at_a_time_and_anew_with_a_review(self):
        self.call('START', 'letters')
        for number in ('1', '2', '3', '3'):
            self.assertEqual(fields(self.call('HINT', 'letters', 'step=only'))['Number'], number)
        self.pass_all()
        self.let_pass(12 * DAY_US)
        self.assertEqual(fields(self.call('HINT', 'letters', 'step=only'))['Number'], '3')
        self.call('REVIEW', 'letters', 'only')
        for number in ('1', '2'):
            self.assertEqual(fields(self.call('HINT', 'letters', 'step=only'))['Number'], number)
        self.server.kill()
        self.server.start()
        self.assertEqual(fields(self.call('HINT', 'letters', 'step=only'))['Number'], '3')

    def test_a_review_that_is_under_way_hides_the_solution(self):
        if os.geteuid() != 0:
            self.skipTest('needs root, to be a learner')
        solution = ('FILES', 'letters', 'step=only', 'set=solution')

        def learner(*words):
            return self.server.call(*words, uid=harness.NOBODY)

        learner('START', 'letters')
        self.assert_error(learner(*solution), 'DENIED', 'when this step is passed')
        learner('CHECK', 'letters', 'step=only', 'only.sh', 'echo yes')
        self.assertEqual(learner(*solution)[0], 'only.sh')
        self.let_pass(12 * DAY_US)
        learner('REVIEW', 'letters', 'only')
        self.assert_error(learner(*solution), 'DENIED', 'when this step is passed')
        learner('CHECK', 'letters', 'step=only', 'only.sh', 'echo yes')
        self.assertEqual(learner(*solution)[0], 'only.sh')

    def test_only_what_is_due_is_reviewed(self):
        self.assert_error(self.call('REVIEW', 'letters', 'only'), 'STATE', 'was not passed yet')
        self.pass_all()
        self.assert_error(self.call('REVIEW', 'letters', 'only'), 'STATE', 'not due before 20')
        self.assert_error(self.call('REVIEW', 'letters', 'example'), 'STATE', 'is an example')
        self.assert_error(self.call('REVIEW', 'letters', 'onyl'), 'NOTFOUND', "did you mean 'only'?")
        self.assert_error(self.call('REVIEW', 'nothing', 'only'), 'NOTFOUND', 'no lesson')
        self.assert_error(self.call('REVIEW', 'letters', 'only', 'language=c'), 'BADARG', 'no language of')

    def test_a_lesson_that_was_stopped_is_reviewed_all_the_same(self):
        self.make_due()
        self.call('STOP', 'letters')
        self.assert_error(self.call('CHECK', 'letters', 'step=only', 'only.sh', 'echo yes'), 'STATE', 'not started')
        self.call('REVIEW', 'letters', 'only')
        self.assertEqual(self.check('only', 'echo yes'), 'pass')
        self.assertEqual(self.grades(), [4, 4])
        self.assertEqual(fields(self.call('STATUS'))['Current'], '')

    def test_a_reset_begins_a_review_too(self):
        self.make_due()
        self.call('RESET', 'letters')
        self.check('only', 'echo no')
        self.check('only', 'echo yes')
        self.assertEqual(self.grades(), [4, 3])

    def test_the_list_says_that_a_review_was_begun(self):
        self.make_due()
        self.assertEqual(rows(self.call('DUE'))[0]['BEGUN'], '')
        begun = fields(self.call('REVIEW', 'letters', 'only'))['Begun']
        self.assertEqual(rows(self.call('DUE'))[0]['BEGUN'], begun)


class Solutions(SessionCase):
    def setUp(self):
        super().setUp()
        if os.geteuid() != 0:
            self.skipTest('needs root, to be a learner')

    def solution(self):
        return self.server.call('FILES', 'letters', 'step=only', 'set=solution', uid=harness.NOBODY)

    def say(self, value):
        text = LESSON['lesson.ini'].replace('level =', 'solutions = %s\nlevel =' % value)
        pathlib.Path(self.catalog, 'demo/letters/lesson.ini').write_text(text, encoding='utf-8')
        self.assertIn('Reloaded', self.call('RELOAD'))

    def test_a_lesson_may_show_them_always(self):
        self.say('after-pass')
        self.assert_error(self.solution(), 'DENIED', 'when this step is passed')
        self.say('always')
        self.assertEqual(self.solution(), ['only.sh', b'echo yes\n'])

    def test_a_lesson_may_never_show_them(self):
        self.say('never')
        self.server.call('START', 'letters', uid=harness.NOBODY)
        self.server.call('CHECK', 'letters', 'step=only', 'only.sh', 'echo yes', uid=harness.NOBODY)
        self.assert_error(self.solution(), 'DENIED', 'the lesson says so')
        self.assertEqual(self.call('FILES', 'letters', 'step=only', 'set=solution'), ['only.sh', b'echo yes\n'])


class Today(SessionCase):
    def test_a_new_session_is_empty(self):
        today = self.today()
        self.assertEqual([today[key] for key in ('Minutes', 'Seconds', 'Left', 'Questions', 'Reviewed')], ['15', '0', '900', '0', '0'])
        self.assertEqual((today['Next'], today['Lesson'], today['Step']), ('step', 'demo/letters', 'only'))

    def test_the_goal_is_configured_and_wished(self):
        self.server.configure({'practice': {'minutes': '20'}})
        self.call('RELOAD')
        self.assertEqual(self.today()['Minutes'], '20')
        self.assertEqual(self.today('minutes=1440')['Left'], '86400')
        self.assertEqual(self.today()['Minutes'], '1440')
        self.assert_error(self.call('TODAY', 'minutes=0'), 'BADARG', '1 to 1440')
        self.assert_error(self.call('TODAY', 'minutes=1441'), 'BADARG', '1 to 1440')

    def seconds_after(self, us, *words):
        self.let_pass(us)
        if words:
            self.call(*words)
        return int(self.today()['Seconds'])

    def test_time_counts_up_to_a_gap(self):
        self.today()
        self.assertIn(self.seconds_after(299 * SECOND, 'QUIZ', 'letters'), range(299, 301))
        self.assertIn(self.seconds_after(900 * SECOND, 'QUIZ', 'letters'), range(599, 602))  # five minutes of it

    def test_whoever_comes_back_was_away(self):
        self.today()
        self.assertLess(self.seconds_after(3600 * SECOND), 5)
        self.assertIn(self.seconds_after(200 * SECOND), range(200, 206))

    def test_the_goal_is_reached(self):
        self.today('minutes=1')
        self.assertGreaterEqual(self.seconds_after(60 * SECOND, 'HINT', 'letters'), 60)
        self.assertEqual(self.today()['Left'], '0')

    def test_a_clock_that_was_set_back_counts_nothing(self):
        self.today()
        self.assertEqual(self.seconds_after(-3600 * SECOND, 'QUIZ', 'letters'), 0)

    def test_another_day_is_another_session(self):
        self.today('minutes=3')
        self.database(('UPDATE today SET ends_us = ends_us - ?', DAY_US))
        self.assertEqual(self.today()['Minutes'], '15')

    def test_work_without_a_session_begins_none(self):
        self.call('START', 'letters')
        self.call('QUIZ', 'letters')
        self.assertEqual(self.database(('SELECT count(*) FROM today',)), [(0,)])

    def test_what_was_reached_is_counted(self):
        self.today()
        self.pass_all()
        self.call('ANSWER', 'letters#truth', 'true')
        self.call('ANSWER', 'letters#other', 'true')
        reply = self.call('TODAY')
        self.assertEqual([fields(reply)[key] for key in ('Questions', 'Right', 'Wrong', 'New')], ['2', '1', '1', '2'])
        self.assertEqual(values(reply, 'Learned'), ['card=demo/letters/only\ttitle=Print yes', 'card=demo/letters/example\ttitle=See it'])

    def test_it_outlives_the_daemon(self):
        self.today('minutes=7')
        self.let_pass(120 * SECOND)
        self.call('ANSWER', 'letters#truth', 'true')
        self.server.kill()
        self.server.start()
        today = self.today()
        self.assertEqual((today['Minutes'], today['Right']), ('7', '1'))
        self.assertIn(int(today['Seconds']), range(120, 180))

    def test_next_is_due_questions_then_steps_then_new_questions_then_steps(self):
        self.pass_all()
        self.assertEqual((self.today()['Next'], self.today()['Quiz']), ('quiz', 'demo/letters'))
        self.call('ANSWER', 'letters#truth', 'true')
        self.let_pass(12 * DAY_US)
        today = self.today()
        self.assertEqual((today['Next'], today['Card'], today['DueQuestions'], today['DueSteps']), ('question', 'demo/letters#truth', '1', '1'))
        self.call('ANSWER', 'letters#truth', 'true')
        today = self.today()
        self.assertEqual((today['Next'], today['Card'], today['Step']), ('review', CARD, 'only'))
        self.call('REVIEW', 'letters', 'only')
        self.check('only', 'echo yes')
        self.assertEqual((self.today()['Next'], self.today()['Reviewed']), ('quiz', '1'))
        self.call('ANSWER', 'letters#other', 'false')
        self.assertEqual((self.today()['Next'], self.today()['Lesson']), ('nothing', ''))
        self.assertRegex(self.today()['NextDue'], '^20')

    def test_learners_have_sessions_of_their_own(self):
        if os.geteuid() != 0:
            self.skipTest('needs root, to be two users')
        self.today('minutes=3')
        self.assertEqual(fields(self.server.call('TODAY', uid=harness.NOBODY))['Minutes'], '15')


class Files(SessionCase):
    def write(self, text):
        (self.home / 'only.sh').write_text(text, encoding='utf-8')

    def read(self, name='only.sh'):
        return (self.home / name).read_text(encoding='utf-8')

    def setUp(self):
        super().setUp()
        self.ctl('start', 'letters')
        self.write('echo yes # mine\n')
        self.ctl('check', 'letters', '--all')
        self.let_pass(12 * DAY_US)

    def kept(self):
        return sorted((path.relative_to(self.home).as_posix() for path in self.home.glob('before-*/*')), key=lambda name: (len(name), name))

    def test_a_review_lays_the_starter_and_keeps_what_was_there(self):
        out = self.ctl('review', 'letters', 'only')
        self.assertEqual(out, 'Now reviewing: letters only, Print yes\n')
        self.assertEqual(self.read(), 'echo no\n')
        (name,) = self.kept()
        self.assertRegex(name, r'^before-\d{4}-\d\d-\d\d/only\.sh$')
        self.assertEqual(self.read(name), 'echo yes # mine\n')
        self.assertIn(name.partition('/')[0], self.said)

    def test_what_is_written_in_a_review_stays_when_it_is_gone_on_with(self):
        self.ctl('review', 'letters', 'only')
        self.write('echo half\n')
        self.assertEqual(self.ctl('review'), 'Still in review: letters only, Print yes\n')
        self.assertEqual(self.read(), 'echo half\n')
        self.assertEqual(len(self.kept()), 1)

    def test_each_review_has_a_folder_of_its_own(self):
        for text, days in (('echo yes # two\n', 100), ('echo yes # three\n', 3000)):
            self.ctl('review')
            self.write(text)
            self.ctl('check', 'letters', 'only')
            self.let_pass(days * DAY_US)
        self.assertEqual(len(self.grades()), 3)
        self.ctl('review')
        first, second, third = self.kept()
        self.assertEqual([self.read(name) for name in (first, second, third)],
                         ['echo yes # mine\n', 'echo yes # two\n', 'echo yes # three\n'])

    def test_what_is_not_due_leaves_the_files_alone(self):
        self.ctl('review')
        self.write('echo yes # again\n')
        self.ctl('check', 'letters', 'only')
        self.ctl('review', 'letters', 'only', status=3)
        self.assertIn('not due before', self.said)
        self.ctl('review', status=3)
        self.assertIn('no step is due', self.said)
        self.assertEqual(self.read(), 'echo yes # again\n')
        self.assertEqual(len(self.kept()), 1)

    def test_links_are_not_followed(self):
        outside = pathlib.Path(self.environment['HOME'], 'outside')
        outside.write_text('echo yes\n', encoding='utf-8')
        (self.home / 'only.sh').unlink()
        (self.home / 'only.sh').symlink_to(outside)
        self.ctl('review', status=1)
        self.assertIn('is a link', self.said)
        self.assertEqual(outside.read_text(encoding='utf-8'), 'echo yes\n')
        self.assertEqual(rows(self.call('DUE'))[0]['BEGUN'], '')

    def without_noreplace(self, *arguments):
        """practicectl where the file system knows no rename that replaces nothing."""
        strace = ['strace', '-qq', '-f', '-o', '/dev/null', '-e', 'inject=renameat2:error=EINVAL']
        if not shutil.which('strace') or subprocess.run([*strace, 'true'], capture_output=True, check=False).returncode != 0:
            self.skipTest('strace is not installed, or may not trace here')
        environment = {**self.environment, 'ASAN_OPTIONS': self.environment.get('ASAN_OPTIONS', '') + ':detect_leaks=0'}
        done = subprocess.run([*strace, harness.PRACTICECTL, *arguments], env=environment, capture_output=True, text=True,
                              check=False, timeout=harness.TIMEOUT)
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stderr

    def test_a_reset_keeps_files_on_any_file_system(self):
        for number, text in ((1, 'echo one\n'), (2, 'echo two\n')):
            self.write(text)
            self.assertIn('Saved your only.sh as only.sh.~%d~' % number, self.without_noreplace('reset', 'letters'))
            self.assertEqual((self.read(), self.read('only.sh.~%d~' % number)), ('echo no\n', text))
        self.assertEqual(self.read('only.sh.~1~'), 'echo one\n')

    def test_a_review_keeps_files_on_any_file_system(self):
        self.without_noreplace('review', 'letters', 'only')
        (name,) = self.kept()
        self.assertEqual((self.read(), self.read(name)), ('echo no\n', 'echo yes # mine\n'))

    def test_watch_hands_a_review_in(self):
        self.ctl('review', 'letters', 'only')
        self.write('echo yes # anew\n')
        watched = test_ctl_watch.Watched([str(harness.PRACTICECTL), 'watch', 'letters', 'only'], self.environment, self.home)
        self.addCleanup(watched.close)
        watched.wait_for('Handed in: the step only is passed')
        self.assertEqual(rows(self.call('DUE')), [])
        self.write('echo yes # once more\n')
        watched.wait_for('Nothing has changed.*\n')
        self.assertEqual(watched.quiet(), '')

    def test_its_answer_is_json_for_machines(self):
        reply = json.loads(self.ctl('review', 'letters', 'only', '-o', 'json'))
        self.assertEqual((reply['card'], reply['resumed']), (CARD, 'no'))

    def test_a_step_is_needed(self):
        self.ctl('review', 'letters', status=2)


class Practice(SessionCase):
    def test_without_a_terminal_questions_are_answered_by_lines(self):
        self.pass_all()
        order = [row['CARD'].partition('#')[2] for row in rows(self.call('QUIZ', 'letters'))]
        out = self.ctl('practice', answers=''.join({'truth': 'true\n', 'other': 'true\n'}[card] for card in order))
        self.assertIn('0 of 15 minutes. Next: the questions of letters.', out)
        self.assertIn('Questions: 1 right, 1 wrong; 2 new', out)
        self.assertRegex(out, 'Next: a review on 20')

    def test_the_end_of_the_lines_leaves_it(self):
        self.pass_all()
        out = self.ctl('practice')
        self.assertIn('Next: the questions of letters', out)
        self.assertIn('goes on where you left', self.said)

    def test_without_a_terminal_a_step_is_told(self):
        out = self.ctl('practice')
        self.assertIn('Next: letters only, Print yes', out)
        self.assertIn('practicectl check letters only', out.replace('\n', ' '))
        self.assertEqual((self.home / 'only.sh').read_text(encoding='utf-8'), 'echo no\n')
        (self.home / 'only.sh').write_text('echo yes\n', encoding='utf-8')
        self.ctl('check', 'letters', 'only')
        out = self.ctl('practice')
        self.assertIn('Next: letters example, See it', out)
        self.assertIn('Learned: Print yes (demo/letters/only)', out)

    def test_a_due_step_is_begun_and_gone_on_with(self):
        self.ctl('start', 'letters')
        (self.home / 'only.sh').write_text('echo yes # mine\n', encoding='utf-8')
        self.ctl('check', 'letters', '--all')
        for card in ('truth', 'other'):
            self.call('ANSWER', 'letters#' + card, 'true')
        self.let_pass(12 * DAY_US)
        for card in ('truth', 'other'):
            self.call('ANSWER', 'letters#' + card, 'true')
        out = self.ctl('practice')
        self.assertIn('Review: letters only, Print yes', out)
        self.assertIn('before-', self.said)
        (self.home / 'only.sh').write_text('echo half\n', encoding='utf-8')
        self.assertIn('Review: letters only', self.ctl('practice'))
        self.assertEqual((self.home / 'only.sh').read_text(encoding='utf-8'), 'echo half\n')
        (self.home / 'only.sh').write_text('echo yes\n', encoding='utf-8')
        self.ctl('check', 'letters', 'only')
        out = self.ctl('practice')
        self.assertNotIn('Review: letters only', out)
        self.assertIn('Reviewed: 1 step', out)

    def test_the_goal_ends_it(self):
        self.pass_all()
        self.ctl('practice', '--minutes=1')
        self.let_pass(61 * SECOND)
        self.call('QUIZ', 'letters')
        out = self.ctl('practice')
        self.assertIn('1 of 1 minutes, the goal is reached', out)
        self.assertIn('--minutes=N goes on', self.said)
        self.assertNotIn('letter.', out)
        self.assertIn('letter.', self.ctl('practice', '--minutes=10'))

    def test_programs_get_todays_state(self):
        today = json.loads(self.ctl('practice', '-o', 'json', '--minutes=9'))
        self.assertEqual((today['minutes'], today['next'], today['step']), (9, 'step', 'only'))
        self.assertEqual(self.ctl('practice', '-P', 'Left'), '540\n')
        self.assertEqual(self.ctl('practice', '-P', 'Left', '--minutes=1440'), '86400\n')

    def test_minutes_are_a_number(self):
        for value in ('0', '1441', 'x'):
            self.ctl('practice', '--minutes=' + value, status=2)

    def test_on_a_terminal_a_step_is_checked_within(self):
        terminal = self.terminal('practice', PAGER='').until('stop here').until('Ctrl-C leaves.')
        self.assertIn('0 of 15 min · Next: letters only', terminal.screen.text().replace('\n', ' '))
        terminal.keys('1', '\r').until('change one thing')
        terminal.until('Ctrl-C leaves.').until('>  2  read its text')
        terminal.keys('\r').until('Print the word.').until('>  2  read its text')
        self.assertEqual(len(rows(self.call('HISTORY'))), 1)
        (self.home / 'only.sh').write_text('echo yes\n', encoding='utf-8')
        terminal.keys('1', '\r').until('Next: letters example')
        terminal.until('Ctrl-C leaves.').keys('5', '\r')
        self.assertEqual(terminal.end(), 0)
        self.assertIn('Print yes', terminal.screen.text())
        self.assertIn('in any terminal', terminal.screen.text().replace('\n', ' '))

    def test_on_a_terminal_a_hint_is_taken_and_a_step_put_off(self):
        terminal = self.terminal('practice').until('Ctrl-C leaves.').keys('3', '\r').until('Hint 1 of 3')
        terminal.until('Ctrl-C leaves.').keys('4', '\r')
        self.assertEqual(terminal.end(), 0)
        self.assertEqual(self.database(('SELECT number FROM hint',)), [(1,)])

    def test_it_is_left_by_ctrl_c_and_gone_on_with_in_another_terminal(self):
        self.pass_all()
        first = self.terminal('practice').until('y or n').keys('y').until('Right').keys('\x03')
        first.end()
        self.assertIn('Questions', first.screen.text())
        second = self.terminal('practice').until('y or n')
        self.assertEqual(len(self.database(('SELECT 1 FROM review',))), 2)  # the step's pass and an answer
        second.keys('n')
        self.assertEqual(second.end(), 0)
        self.assertIn('2 new', second.screen.text().replace('\n', ' '))

    def test_a_terminal_that_is_gone_loses_nothing(self):
        self.pass_all()
        first = self.terminal('practice').until('y or n').keys('y').until('Right').until('y or n')
        os.kill(first.pid, signal.SIGKILL)
        first.end()
        self.assertEqual(self.today()['Questions'], '1')
        second = self.terminal('practice').until('y or n').keys('n')
        self.assertEqual(second.end(), 0)
        self.assertEqual(self.today()['Questions'], '2')

    def test_a_skipped_question_is_not_asked_again_at_once(self):
        self.pass_all()
        terminal = self.terminal('practice').until('y or n').keys('\x1b')
        terminal.until('1 is a letter' if 'A is a letter' in terminal.screen.text() else 'A is a letter').until('y or n').keys('\x1b')
        self.assertEqual(terminal.end(), 0)


class Prompt(SessionCase):
    def test_a_line_says_what_is_due(self):
        self.assertEqual(self.ctl('due', status=3), 'Nothing is due.\n')
        self.make_due()
        self.assertEqual(self.ctl('due'), '1 to review: 1 step (practicectl practice).\n')
        self.call('ANSWER', 'letters#truth', 'true')
        self.let_pass(DAY_US)
        self.assertEqual(self.ctl('due'), '2 to review: 1 question, 1 step (practicectl practice).\n')
        self.assertEqual(self.ctl('due', '-q'), '')

    def test_without_a_daemon_it_is_silent_and_quick(self):
        self.environment['PRACTICED_SOCKET'] = str(self.server.folder / 'nothing')
        self.assertEqual(self.ctl('due', status=69), '')
        self.assertEqual(self.said, '')

    def remind(self, **environment):
        done = subprocess.run(['sh', harness.TOP_SRCDIR / 'systemd/practice-reminder'], capture_output=True, text=True, check=False,
                              env={**self.environment, 'PATH': self.bin + ':' + os.environ['PATH'], **environment}, timeout=harness.TIMEOUT)
        self.assertEqual((done.returncode, done.stderr), (0, ''))
        return done.stdout

    def test_the_reminder_tells_and_leaves_a_line_for_prompts(self):
        self.bin = str(self.server.folder)
        os.symlink(harness.PRACTICECTL, os.path.join(self.bin, 'practicectl'))
        state = pathlib.Path(self.environment['HOME'], '.cache/practiced/due')
        self.assertEqual(self.remind(), '')
        self.assertFalse(state.exists())
        self.make_due()
        line = '1 to review: 1 step (practicectl practice).\n'
        self.assertEqual(self.remind(), line)
        self.assertEqual(state.read_text(encoding='utf-8'), line)
        notified = os.path.join(self.bin, 'notified')
        pathlib.Path(self.bin, 'notify-send').write_text('#!/bin/sh\necho "$@" >%s\n' % notified, encoding='utf-8')
        os.chmod(os.path.join(self.bin, 'notify-send'), 0o755)
        self.remind(DBUS_SESSION_BUS_ADDRESS='unix:path=/nowhere', DISPLAY=':0')
        self.assertIn('1 to review', pathlib.Path(notified).read_text(encoding='utf-8'))
        self.assertEqual(self.remind(PRACTICED_SOCKET=str(self.server.folder / 'nothing')), '')
        self.assertTrue(state.exists())  # nobody knows better
        self.call('REVIEW', 'letters', 'only')
        self.check('only', 'echo yes')
        self.assertEqual(self.remind(), '')
        self.assertFalse(state.exists())


if __name__ == '__main__':
    harness.main()
