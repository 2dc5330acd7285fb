#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""PROGRESS: days, streaks, courses and weak cards, and that it is cheap for somebody with very many attempts."""

import contextlib
import os
import sqlite3
import sys
import time
import unittest

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import harness  # noqa: E402
from harness import Error, fields, values  # noqa: E402

DAY_US = 86400 * 1000000


def row(text):
    """"key=value TAB key=value ..." as a dictionary."""
    return dict(cell.partition('=')[::2] for cell in text.split('\t'))


class Progress(harness.TestCase):
    def setUp(self):
        super().setUp()
        self.server = self.daemon(catalog=harness.TOP_SRCDIR / 'lessons', environment={'TZ': 'UTC0'})
        # At noon, so that what is done now and what was done hours ago are of the same day.
        now = time.time()
        self.noon_us = int(now - now % 86400 + 43200 - (86400 if now % 86400 < 4 * 3600 else 0)) * 1000000

    def call(self, *words, **more):
        return self.server.call(*words, **more)

    def progress(self, *words, **more):
        reply = self.call('PROGRESS', *words, **more)
        self.assertNotIsInstance(reply, Error, reply)
        return reply

    @contextlib.contextmanager
    def database(self):
        """With the daemon stopped; it is started again afterwards."""
        state = self.server.state
        self.server.stop()
        with contextlib.closing(sqlite3.connect(next(state.glob('*.db')))) as db:
            yield db
            db.commit()
        self.server.start()
        self.call('PING')

    def attempts(self, db, times, step='hello', verdict='pass', learner=1):
        db.executemany('INSERT INTO attempt (learner, lesson, step, language, round, state, verdict, points, max_points, cases,'
                       " submitted_us, ended_us) VALUES (?, 'backend/client-server', ?, 'sh', 1, 'done', ?, ?, 1, 1, ?, ?)",
                       [(learner, step, verdict, int(verdict == 'pass'), at, at) for at in times])

    def test_a_newcomer_has_days_without_anything(self):
        reply = self.progress('days=3')
        self.assertEqual(fields(reply)['Streak'], '0')
        days = [row(text) for text in values(reply, 'Day')]
        self.assertEqual([day['attempts'] + day['reviews'] + day['minutes'] for day in days], ['000'] * 3)
        self.assertEqual(days[-1]['date'], fields(reply)['Today'])
        self.assertEqual([row(text)['lessons'].split('/')[0] for text in values(reply, 'Course')], ['0'])

    def test_days_are_84_unless_said_otherwise(self):
        self.assertEqual(len(values(self.progress(), 'Day')), 84)
        self.assertEqual(len(values(self.progress('days=366'), 'Day')), 366)
        self.assertEqual(len(values(self.progress('days=1'), 'Day')), 1)
        for days in ('0', '367', '-1', 'x', ''):
            self.assertEqual(self.call('PROGRESS', 'days=' + days).code, 'BADARG')
        self.assertEqual(self.call('PROGRESS', 'ada').code, 'BADARG')

    def test_a_pass_is_a_days_work_and_a_courses_progress(self):
        self.call('START', 'client-server', 'language=sh')
        self.call('CHECK', 'client-server', 'step=hello', 'hello.sh', 'echo Now practicing: client-server\n')
        self.call('CHECK', 'client-server', 'step=hello', 'hello.sh', 'false\n')
        reply = self.progress()
        today = row(values(reply, 'Day')[-1])
        self.assertEqual((today['attempts'], today['passed']), ('2', '1'))
        self.assertEqual((fields(reply)['Streak'], fields(reply)['DaysActive']), ('1', '1'))
        course = row(values(reply, 'Course')[0])
        self.assertEqual((course['name'], course['title']), ('backend', 'Backend'))
        self.assertEqual((course['steps'].split('/')[0], course['points'].split('/')[0]), ('1', '1'))

    def test_a_streak_goes_on_until_a_whole_day_was_missed(self):
        self.call('START', 'client-server', 'language=sh')
        with self.database() as db:
            db.execute('DELETE FROM session')
            self.attempts(db, [self.noon_us - day * DAY_US for day in (1, 2, 3, 10, 11, 12, 13, 14, 20)])
        reply = fields(self.progress())
        self.assertEqual((reply['Streak'], reply['LongestStreak'], reply['DaysActive']), ('3', '5', '9'))
        with self.database() as db:
            db.execute('DELETE FROM attempt WHERE submitted_us = ?', (self.noon_us - DAY_US,))
        self.assertEqual(fields(self.progress())['Streak'], '0')

    def test_what_is_most_likely_forgotten_is_weak(self):
        self.call('START', 'client-server', 'language=sh')
        for card, value in (('framing', 'framing'), ('roles-not-machines', 'true')):
            self.call('ANSWER', 'client-server#' + card, value)
        self.assertEqual(values(self.progress(), 'Weak'), [])
        self.assertEqual(fields(self.progress())['Cards'], '2')
        with self.database() as db:
            db.execute("UPDATE card SET state = 'review', last_us = last_us - ?", (30 * DAY_US,))
            db.execute("UPDATE card SET last_us = last_us - ? WHERE name = 'roles-not-machines'", (30 * DAY_US,))
            db.execute('UPDATE card SET due_us = last_us + 1, stability = 20')
        reply = self.progress()
        weak = [row(text) for text in values(reply, 'Weak')]
        self.assertEqual([card['card'].partition('#')[2] for card in weak], ['roles-not-machines', 'framing'])
        self.assertLess(int(weak[0]['recall']), int(weak[1]['recall']))
        self.assertEqual((weak[0]['kind'], weak[0]['lesson'], weak[0]['stability']), ('question', 'backend/client-server', '20.0'))
        self.assertTrue(all(card['title'] for card in weak))
        self.assertEqual((fields(reply)['CardsDue'], fields(reply)['CardsMature']), ('2', '0'))

    @unittest.skipUnless(os.geteuid() == 0, 'only root can connect as another user')
    def test_another_learner_sees_his_own_only(self):
        self.call('START', 'client-server', 'language=sh')
        self.call('CHECK', 'client-server', 'step=hello', 'hello.sh', 'echo Now practicing: client-server\n')
        self.assertEqual(fields(self.progress())['Attempts'], '1')
        self.assertEqual(fields(self.progress(uid=harness.NOBODY))['Attempts'], '0')

    def test_a_hundred_thousand_attempts_are_counted_once(self):
        self.call('START', 'client-server', 'language=sh')
        with self.database() as db:
            self.attempts(db, [self.noon_us - 2 * DAY_US - i * 500 * 1000000 for i in range(100000)])
            self.attempts(db, [self.noon_us - DAY_US])
        first = self.progress('days=366')
        self.assertEqual(fields(first)['Attempts'], '100001')
        began = time.monotonic()
        self.assertEqual(self.progress('days=366'), first)
        self.assertLess(time.monotonic() - began, 2)  # some milliseconds; all of them anew would take far longer here
        with self.database() as db:
            self.assertGreater(db.execute('SELECT count(*) FROM activity').fetchone()[0], 500)


if __name__ == '__main__':
    harness.main()
