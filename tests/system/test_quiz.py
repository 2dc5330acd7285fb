#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""QUIZ, ANSWER, DUE: what is asked, what is told and when, and what is remembered."""

import contextlib
import os
import pathlib
import shutil
import sqlite3
import sys
import tempfile
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import harness  # noqa: E402
from harness import Error, fields, rows, values  # noqa: E402

DAY_US = 86400 * 1000000

# What may not be seen before an answer has HIDDEN in it; rights and wrongs of choices are known by their order only.
QUIZ = """
About the letters below.

// [id:choice] [tag:a]
::Choice::Which letter comes first? {=A#HIDDEN-yes ~B#HIDDEN-no ~%50%C#HIDDEN-nearly ####HIDDEN-general}

// [id:several] [tag:a]
Which are vowels? {~%50%A#HIDDEN-yes ~%50%E ~%-50%B#HIDDEN-no}

// [id:truth] [tag:b]
A is a letter. {T#HIDDEN-wrong#HIDDEN-right}

// [id:short] [tag:b]
Say it. {=HIDDEN-word =%50%HIDDEN-part*}

// [id:number] [tag:c]
How many? {#=26:0#HIDDEN-yes =%50%20..30#HIDDEN-nearly}

// [id:match] [tag:c]
Match them. {=one -> 1 =two -> 2 = -> 3 ####HIDDEN-general}

// [id:gap] [tag:d]
A comes {=HIDDEN-before} B.

// [id:essay] [tag:d]
Why letters? {####HIDDEN-model}
"""

LESSON = {
    'lesson.ini': '[lesson]\ntitle = Letters\nlevel = beginner\nminutes = 1\nlanguages = sh\nquiz = quiz.gift\n'
                  '[step only]\ntitle = Print yes\nfiles = only.sh\ncases = tests/*\nhint = Say yes.\nhint = Use echo.\n'
                  '[step example]\ntitle = Look\nexample = yes\nfiles = example.sh\ncases = tests/*\n',
    'lesson.md': '# Letters\n',
    'quiz.gift': QUIZ,
    'starter/sh/only.sh': 'echo no\n',
    'starter/sh/example.sh': 'echo yes\n',
    'solution/sh/only.sh': 'echo yes\n',
    'solution/sh/example.sh': 'echo yes\n',
    'tests/a.out': 'yes\n',
}


def put(folder, files):
    for name, text in files.items():
        path = pathlib.Path(folder, name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding='utf-8')


class QuizCase(harness.TestCase):
    def setUp(self):
        super().setUp()
        self.catalog = tempfile.mkdtemp(prefix='practiced-quiz-')
        self.addCleanup(shutil.rmtree, self.catalog)
        os.chmod(self.catalog, 0o755)
        put(self.catalog, {'demo/course.ini': '[course]\ntitle = Demo\n'})
        put(os.path.join(self.catalog, 'demo/letters'), LESSON)
        self.server = self.daemon(catalog=self.catalog)

    def call(self, *words, uid=None):
        return self.server.call(*words, uid=uid)

    def ask(self, card):
        return self.call('QUIZ', 'letters#' + card)

    def answer(self, card, value, *more):
        reply = self.call('ANSWER', 'letters#' + card, value, *more)
        self.assertNotIsInstance(reply, Error, reply)
        return reply

    def option(self, card, text):
        """The number of an option as it is shown now."""
        return str(values(self.ask(card), 'Option').index(text) + 1)

    def database(self, sql, *parameters):
        """With the daemon stopped; it is started again afterwards."""
        state = self.server.state
        self.server.stop()
        with contextlib.closing(sqlite3.connect(next(state.glob('*.db')))) as db:
            found = db.execute(sql, parameters).fetchall()
            db.commit()
        self.server.start()
        self.call('PING')
        return found

    def let_pass(self, us):
        """Time, as the cards see it."""
        self.database('UPDATE card SET due_us = due_us - ?1, last_us = last_us - ?1', us)
        self.database('UPDATE review SET at_us = at_us - ?1, due_us = due_us - ?1', us)


class Asking(QuizCase):
    def test_a_list_has_each_question_with_its_state(self):
        cards = rows(self.call('QUIZ', 'letters'))
        self.assertEqual({row['CARD'] for row in cards},
                         {'demo/letters#' + name for name in ('choice', 'several', 'truth', 'short', 'number', 'match', 'gap',
                                                              'essay')})
        self.assertEqual({row['STATE'] for row in cards}, {'new'})
        self.assertEqual({row['DUE'] for row in cards}, {'yes'})
        self.answer('truth', 'true')
        states = {row['CARD']: (row['STATE'], row['DUE']) for row in rows(self.call('QUIZ', 'letters'))}
        self.assertEqual(states['demo/letters#truth'], ('learning', 'no'))

    def test_questions_of_one_topic_do_not_come_in_a_row(self):
        order = [row['CARD'].partition('#')[2] for row in rows(self.call('QUIZ', 'letters'))]
        topics = dict(choice='a', several='a', truth='b', short='b', number='c', match='c', gap='d', essay='d')
        for one, other in zip(order, order[1:]):
            self.assertNotEqual(topics[one], topics[other], order)

    def test_a_question_has_its_text_and_options(self):
        reply = self.ask('choice')
        self.assertEqual(fields(reply)['Kind'], 'choice')
        self.assertEqual(fields(reply)['Text'], 'Which letter comes first?')
        self.assertEqual(fields(reply)['Above'], 'About the letters below.')
        self.assertEqual(sorted(values(reply, 'Option')), ['A', 'B', 'C'])
        self.assertEqual(values(self.ask('match'), 'Left'), ['one', 'two'])
        self.assertEqual(sorted(values(self.ask('match'), 'Option')), ['1', '2', '3'])
        self.assertEqual(fields(self.ask('gap'))['Tail'], 'B.')

    def test_asking_again_shows_the_same_until_it_is_answered(self):
        first = self.ask('choice')
        self.assertEqual(self.ask('choice'), first)
        self.answer('choice', '1')
        self.assertNotEqual(fields(self.ask('choice'))['Ask'], fields(first)['Ask'])

    def test_nothing_hidden_is_in_any_reply_before_the_answer(self):
        requests = [('QUIZ', 'letters'), ('DUE',), ('SHOW', 'letters'), ('TEXT', 'letters'), ('LIST',), ('START', 'letters'),
                    ('FILES', 'letters'), ('STATUS', 'letters'), ('NEXT',), ('HINT', 'letters'), ('HISTORY',), ('STATS',),
                    ('HELP',), ('HELP', 'QUIZ'), ('FILES', 'letters', 'step=only', 'set=solution')]
        cards = [row['CARD'] for row in rows(self.call('QUIZ', 'letters'))]
        requests += [('QUIZ', card) for card in cards]
        # Answers that are none, stale or to the wrong card say nothing either.
        requests += [('ANSWER', card, '') for card in cards] + [('ANSWER', card, '1', '7.00000000') for card in cards]
        requests += [('ANSWER', card, 'right', '0.00000000.self') for card in cards]
        client = self.server.client()
        for request in requests:
            client.send(harness.array(*request))
        client.half_close()
        said = client.read_all().decode()
        self.assertEqual(said.count('Kind='), len(cards))
        self.assertNotIn('HIDDEN', said)
        self.assertEqual(rows(self.call('QUIZ', 'letters'))[0]['STATE'], 'new')
        self.assertIn('HIDDEN-right', '\n'.join(self.answer('truth', 'true')))

    def test_only_what_belongs_to_the_answer_is_told(self):
        said = '\n'.join(self.answer('choice', self.option('choice', 'B')))
        self.assertIn('HIDDEN-no', said)
        self.assertNotIn('HIDDEN-yes', said)

    def test_what_is_no_card_is_told(self):
        for request, code, part in ((('QUIZ', 'lettres'), 'NOTFOUND', "did you mean 'demo/letters'"),
                                    (('QUIZ', 'letters#chioce'), 'NOTFOUND', "did you mean 'choice'"),
                                    (('QUIZ', 'letters#x'), 'NOTFOUND', 'QUIZ demo/letters lists them'),
                                    (('ANSWER', 'letters', '1'), 'BADARG', 'LESSON#ID is expected'),
                                    (('ANSWER', 'letters#', '1'), 'NOTFOUND', 'no card'),
                                    (('ANSWER', 'letters#x', '1'), 'NOTFOUND', 'or none any more'),
                                    (('ANSWER', 'letters#choice'), 'BADARG', 'too few'),
                                    (('DUE', 'limit=0'), 'BADARG', '1 to 200'),
                                    (('DUE', 'limit=201'), 'BADARG', '1 to 200')):
            with self.subTest(request=request):
                reply = self.call(*request)
                self.assertIsInstance(reply, Error)
                self.assertEqual(reply.code, code)
                self.assertIn(part, reply.text)


class Answering(QuizCase):
    def assert_result(self, reply, result, credit, feedback=(), general=()):
        self.assertEqual(fields(reply)['Result'], result)
        self.assertEqual(fields(reply)['Credit'], str(credit))
        self.assertEqual(tuple(values(reply, 'Feedback')), tuple(feedback))
        self.assertEqual(tuple(values(reply, 'General')), tuple(general))

    def test_each_kind_is_graded(self):
        self.assert_result(self.answer('choice', self.option('choice', 'C')), 'partly', 50, ['HIDDEN-nearly'], ['HIDDEN-general'])
        several = ' '.join((self.option('several', 'A'), self.option('several', 'E')))
        self.assert_result(self.answer('several', several), 'right', 100, ['HIDDEN-yes'])
        self.assert_result(self.answer('truth', 'no'), 'wrong', 0, ['HIDDEN-wrong'])
        self.assert_result(self.answer('short', ' hidden-WORD '), 'right', 100)
        self.assert_result(self.answer('number', '26'), 'right', 100, ['HIDDEN-yes'])
        self.assert_result(self.answer('gap', 'hidden-before'), 'right', 100)
        options = values(self.ask('match'), 'Option')
        letters = ''.join('abc'[options.index(side)] for side in '12')
        self.assert_result(self.answer('match', letters), 'right', 100, (), ['HIDDEN-general'])
        self.let_pass(1000000)
        self.assert_result(self.answer('choice', self.option('choice', 'A')), 'right', 100, ['HIDDEN-yes'], ['HIDDEN-general'])
        self.assert_result(self.answer('several', self.option('several', 'B')), 'wrong', 0, ['HIDDEN-no'])
        self.assert_result(self.answer('truth', 'TRUE'), 'right', 100, ['HIDDEN-right'])
        self.assert_result(self.answer('short', 'hidden-partial'), 'partly', 50)
        self.assert_result(self.answer('number', '25.5'), 'partly', 50, ['HIDDEN-nearly'])
        self.let_pass(1000000)
        self.assert_result(self.answer('short', 'x=y'), 'wrong', 0)

    def test_a_card_takes_one_answer_a_second(self):
        client = self.server.client()
        for _ in range(10):  # on a busy machine a second may lie between two that are sent together
            client.send(harness.array('ANSWER', 'letters#truth', 'true') * 2)
            replies = [client.read(), client.read()]
            if isinstance(replies[1], Error):
                break
            time.sleep(1.1)
        self.assertEqual(str(replies[1]), 'LIMIT demo/letters#truth was answered a moment ago: try again in a second')
        self.answer('short', 'x')  # another card
        self.let_pass(1000000)
        self.answer('truth', 'true')

    def test_an_answer_of_the_future_refuses_none(self):
        self.answer('truth', 'true')
        self.let_pass(-DAY_US)
        self.answer('truth', 'true')

    def test_the_beginning_of_a_long_answer_is_kept(self):
        self.answer('short', 'x' * 256)
        self.answer('gap', 'x' * 255 + '\u00e9')
        self.answer('number', ' ' * 300 + '26')
        self.answer('essay', 'x' * 4096)
        self.answer('essay', 'right', fields(self.ask('essay'))['Ask'] + '.self')
        self.assertEqual(self.database('SELECT answer FROM review ORDER BY id'),
                         [('x' * 256,), ('x' * 255,), (' ' * 256,), ('x' * 4096,)])

    def test_the_solution_comes_with_the_answer(self):
        self.assertEqual(values(self.answer('choice', '1'), 'Solution'), ['A'])
        self.assertEqual(values(self.answer('several', '1'), 'Solution'), ['A', 'E'])
        self.assertEqual(values(self.answer('number', '1'), 'Solution'), ['26'])
        self.assertEqual(values(self.answer('match', 'aa'), 'Solution'), ['one -> 1', 'two -> 2'])

    def test_what_is_no_answer_changes_nothing(self):
        reply = self.call('ANSWER', 'letters#choice', '4')
        self.assertEqual(str(reply), "BADARG '4' is no answer here: expected the number of an option, 1 to 3")
        self.assertEqual(fields(self.ask('choice'))['State'], 'new')
        reply = self.call('ANSWER', 'letters#short', 'x' * 4097)
        self.assertIn('at most 4096 bytes', str(reply))
        reply = self.call('ANSWER', 'letters#short', 'x' * 513)
        self.assertIn('at most 512 bytes', str(reply))
        self.answer('short', 'x' * 512)

    def test_an_ask_is_answered_once(self):
        ask = fields(self.ask('truth'))['Ask']
        self.answer('truth', 'true', ask)
        reply = self.call('ANSWER', 'letters#truth', 'true', ask)
        self.assertEqual(reply.code, 'STATE')
        self.assertIn('QUIZ demo/letters#truth asks it again', reply.text)
        self.assertEqual(self.database('SELECT count(*) FROM review'), [(1,)])

    def test_an_ask_ends_with_a_changed_question(self):
        ask = fields(self.ask('choice'))['Ask']
        put(os.path.join(self.catalog, 'demo/letters'), {'quiz.gift': QUIZ.replace('~B#', '~D#')})
        self.assertIn('Reloaded', self.call('RELOAD'))
        self.assertEqual(self.call('ANSWER', 'letters#choice', '1', ask).code, 'STATE')
        put(os.path.join(self.catalog, 'demo/letters'), {'quiz.gift': 'Other {T}'})
        self.call('RELOAD')
        self.assertEqual(self.call('ANSWER', 'letters#choice', '1', ask).code, 'NOTFOUND')

    def test_an_ask_tells_nothing_of_what_is_right(self):
        cards = [row['CARD'] for row in rows(self.call('QUIZ', 'letters'))]
        first = [self.call('QUIZ', card) for card in cards]
        changed = QUIZ
        for old, new in (('{=A#HIDDEN-yes ~B#', '{~A#HIDDEN-yes =B#'), ('~%50%A#HIDDEN-yes ~%50%E', '~%100%E ~A#HIDDEN-yes'), ('{T#', '{F#'),
                         ('=HIDDEN-word', '=HIDDEN-other'), ('#=26:0', '#=24:0'), ('=one -> 1 =two -> 2', '=one -> 2 =two -> 1'),
                         ('=HIDDEN-before', '=HIDDEN-after')):
            self.assertIn(old, changed)
            changed = changed.replace(old, new)
        put(os.path.join(self.catalog, 'demo/letters'), {'quiz.gift': changed})
        self.assertIn('Reloaded', self.call('RELOAD'))
        self.assertEqual([self.call('QUIZ', card) for card in cards], first)

    def test_an_essay_is_graded_by_its_writer_after_the_model_answer(self):
        first = self.answer('essay', 'right')
        self.assertEqual(fields(first)['Result'], 'open')
        self.assertEqual(values(first, 'General'), ['HIDDEN-model'])
        self.assertEqual(fields(self.ask('essay'))['State'], 'new')
        ask = fields(first)['Ask']
        self.assertIn('expected right, partly or wrong', str(self.call('ANSWER', 'letters#essay', 'good', ask)))
        self.assert_result(self.answer('essay', 'partly', ask), 'partly', 50, (), ['HIDDEN-model'])
        self.assertEqual(self.call('ANSWER', 'letters#essay', 'right', ask).code, 'STATE')
        self.assertEqual(self.database('SELECT grade, result, answer, model FROM review'),
                         [(2, 'partly', 'right', 'fsrs-6')])

    def test_nobody_grades_an_essay_that_was_not_written(self):
        ask = fields(self.ask('essay'))['Ask'] + '.self'
        reply = self.call('ANSWER', 'letters#essay', 'right', ask)
        self.assertEqual(reply.code, 'STATE')

    def test_only_an_essay_is_graded_by_its_writer(self):
        ask = fields(self.answer('essay', 'Mine.'))['Ask']
        self.assertEqual(self.call('ANSWER', 'letters#essay', 'right', ask[:-len('.self')] + '.x.self').code, 'STATE')
        put(os.path.join(self.catalog, 'demo/letters'), {'quiz.gift': QUIZ.replace('{####HIDDEN-model}', '{=HIDDEN-model}')})
        self.assertIn('Reloaded', self.call('RELOAD'))
        self.assertEqual(fields(self.ask('essay'))['Kind'], 'short')
        reply = self.call('ANSWER', 'letters#essay', 'right', fields(self.ask('essay'))['Ask'] + '.self')
        self.assertEqual(reply.code, 'STATE')

    def test_an_answer_is_on_disk_before_its_reply(self):
        client = self.server.client()
        self.assertEqual(fields(client.call('ANSWER', 'letters#truth', 'true'))['Result'], 'right')
        self.server.kill()
        self.server.start()
        self.assertEqual(fields(self.ask('truth'))['State'], 'learning')
        self.assertEqual(self.database('SELECT grade, answer FROM review'), [(3, 'true')])

    def test_learners_have_cards_of_their_own(self):
        if os.geteuid() != 0:
            self.skipTest('needs root, to be two users')
        self.answer('truth', 'true')
        self.assertEqual(fields(self.call('QUIZ', 'letters#truth', uid=harness.NOBODY))['State'], 'new')
        self.assertEqual(rows(self.call('DUE', uid=harness.NOBODY)), [])


class Due(QuizCase):
    def due(self, *words):
        return [row['CARD'] for row in rows(self.call('DUE', *words))]

    def test_nothing_is_due_in_the_beginning(self):
        self.assertEqual(self.call('DUE'), ['CARD\tKIND\tLESSON\tSTATE\tDUE\tRECALL\tTITLE\tBEGUN'])

    def test_a_new_card_is_due_after_ten_minutes(self):
        self.answer('truth', 'true')
        self.assertEqual(self.due(), [])
        self.let_pass(590 * 1000000)
        self.assertEqual(self.due(), [])
        self.let_pass(15 * 1000000)
        self.assertEqual(self.due(), ['demo/letters#truth'])

    def test_days_grow_with_each_right_answer(self):
        self.answer('truth', 'true')
        self.let_pass(600 * 1000000)
        self.answer('truth', 'true')
        self.let_pass(DAY_US)
        self.let_pass(2 * DAY_US)
        self.answer('truth', 'true')
        (first, second, third) = self.database('SELECT (due_us - at_us) / 86400000000.0 FROM review ORDER BY id')
        self.assertLess(first[0], 0.01)
        self.assertEqual(second[0], 2)
        self.assertGreaterEqual(third[0], 8)

    def test_related_cards_are_not_asked_in_a_row(self):
        for card, value in (('choice', '1'), ('several', '1'), ('truth', 'true'), ('short', 'x'), ('number', '1'), ('match', 'aa')):
            self.answer(card, value)
        self.let_pass(DAY_US)
        topics = dict(choice='a', several='a', truth='b', short='b', number='c', match='c')
        order = [topics[card.partition('#')[2]] for card in self.due()]
        self.assertEqual(len(order), 6)
        for one, other in zip(order, order[1:]):
            self.assertNotEqual(one, other, order)
        self.assertEqual(len(self.due('limit=2')), 2)

    def test_what_left_the_catalog_waits_until_it_is_back(self):
        self.answer('truth', 'true')
        self.let_pass(DAY_US)
        put(os.path.join(self.catalog, 'demo/letters'), {'quiz.gift': 'Other {T}'})
        self.call('RELOAD')
        self.assertEqual(self.due(), [])
        put(os.path.join(self.catalog, 'demo/letters'), {'quiz.gift': QUIZ})
        self.call('RELOAD')
        self.assertEqual(self.due(), ['demo/letters#truth'])

    def test_thousands_of_cards_that_left_the_catalog_do_not_hide_one_that_is_due(self):
        self.answer('truth', 'true')
        self.let_pass(DAY_US)
        self.database("""WITH RECURSIVE number(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE n < 2500)
            INSERT INTO card (learner, lesson, kind, name, created_us, state, stability, difficulty, last_us, due_us, reviews)
            SELECT learner, 'demo/gone', kind, 'q' || n, 1, state, stability, difficulty, 1, 2, 1 FROM card, number""")
        self.assertEqual(self.due(), ['demo/letters#truth'])
        self.assertEqual(self.due('limit=1'), ['demo/letters#truth'])

    def test_retention_is_configured(self):
        self.server.configure({'practice': {'retention': '0.97'}})
        self.call('RELOAD')
        self.answer('truth', 'true')
        self.assertEqual(self.database('SELECT retention FROM review'), [(0.97,)])


class Steps(QuizCase):
    def check(self, step, text):
        reply = self.call('CHECK', 'letters', 'step=' + step, step + '.sh', text)
        return harness.pairs(reply[-1])['verdict']

    def test_a_step_is_graded_by_fails_and_hints(self):
        self.call('START', 'letters')
        self.assertEqual(self.check('only', 'echo no'), 'wrong')
        self.call('HINT', 'letters', 'step=only')
        self.call('HINT', 'letters', 'step=only')
        self.assertEqual(self.check('only', 'echo yes'), 'pass')
        self.assertEqual(self.database('SELECT grade, fails, hints, attempt, result FROM review'), [(2, 1, 2, 2, 'pass')])

    def test_a_step_that_passes_at_once_was_easy_and_comes_back_after_days(self):
        self.call('START', 'letters')
        self.assertEqual(self.check('only', 'echo yes'), 'pass')
        self.assertEqual(self.check('only', 'echo yes'), 'pass')  # not due: no review
        self.assertEqual(self.database('SELECT grade FROM review'), [(4,)])
        self.assertEqual(rows(self.call('DUE')), [])
        self.let_pass(12 * DAY_US)
        (row,) = rows(self.call('DUE'))
        self.assertEqual((row['CARD'], row['KIND'], row['TITLE']), ('demo/letters/only', 'step', 'Print yes'))
        self.assertLess(int(row['RECALL']), 91)
        self.call('REVIEW', 'letters', 'only')
        self.assertEqual(self.check('only', 'echo yes'), 'pass')
        self.assertEqual(rows(self.call('DUE')), [])
        self.assertEqual(self.database('SELECT grade FROM review ORDER BY id'), [(4,), (4,)])

    def test_an_example_is_not_reviewed(self):
        self.call('START', 'letters')
        self.assertEqual(self.check('example', 'echo yes'), 'pass')
        self.assertEqual(self.database('SELECT count(*) FROM card'), [(0,)])


class Shipped(harness.TestCase):
    def test_the_shipped_lesson_has_at_least_six_questions(self):
        server = self.daemon(catalog=harness.TOP_SRCDIR / 'lessons')
        cards = rows(server.call('QUIZ', 'client-server'))
        self.assertGreaterEqual(len(cards), 6)
        for row in cards:
            self.assertNotIsInstance(server.call('QUIZ', row['CARD']), Error)


if __name__ == '__main__':
    harness.main()
