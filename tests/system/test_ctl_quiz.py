#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""practicectl quiz and due: by keys on a terminal of forty columns, and by lines of stdin."""

import contextlib
import fcntl
import json
import os
import pathlib
import pty
import re
import select
import shutil
import signal
import struct
import subprocess
import tempfile
import termios
import time
import unicodedata

import fake_daemon
import harness

QUIZ = """
// [id:choice]
::Choice::Which letter comes first in the alphabet, when nothing else is said? {=A#Yes ~B#It is the second one}

// [id:several]
Which are vowels? {~%50%A ~%50%E ~%-50%B}

// [id:truth]
A is a letter. {T#wrong#So it is.}

// [id:short]
::漢字::漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字 {=né =ne}

// [id:match]
Match them. {=one -> 1 =two -> 2}

// [id:essay]
Why letters? {####To write.}
"""

LESSON = {
    'lesson.ini': '[lesson]\ntitle = Letters\nlevel = beginner\nminutes = 1\nlanguages = sh\nquiz = quiz.gift\n'
                  '[step only]\ntitle = Print yes\nfiles = only.sh\ncases = tests/*\n',
    'lesson.md': '# Letters\n', 'quiz.gift': QUIZ, 'starter/sh/only.sh': 'echo no\n', 'solution/sh/only.sh': 'echo yes\n',
    'tests/a.out': 'yes\n',
}
UP, DOWN, ENTER, ESCAPE, BACKSPACE = '\x1b[A', '\x1b[B', '\r', '\x1b', '\x7f'
COLUMNS = 40


def width(text):
    return sum(2 if unicodedata.east_asian_width(c) in 'WF' else 0 if unicodedata.combining(c) else 1 for c in text)


class Screen:
    """What a terminal shows of the bytes; anything but text, line ends, colours, "up" and the two "erase" fails the test."""

    def __init__(self, test):
        self.test, self.lines, self.row, self.column, self.rest = test, [''], 0, 0, ''

    def feed(self, text):
        text = self.rest + text
        self.rest = re.search(r'(\x1b(\[[\d;]*)?)?$', text).group(0)  # the beginning of a sequence
        for match in re.finditer(r'\x1b\[([\d;]*)([A-Za-z])|.|\n', text[:len(text) - len(self.rest)]):
            token = match.group(0)
            if token[0] == '\x1b':
                self.command(match)
            elif token == '\r':
                self.column = 0
            elif token == '\n':
                self.row += 1
                if self.row == len(self.lines):
                    self.lines.append('')
            else:
                self.put(token)

    def command(self, match):
        if match.group(0).endswith('A'):
            self.row -= int(match.group(1) or 1)
            self.test.assertGreaterEqual(self.row, 0)
        elif match.group(0) == '\x1b[J':
            self.test.assertEqual(self.column, 0)
            del self.lines[self.row + 1:]
            self.lines[self.row] = ''
        elif match.group(0) == '\x1b[K':
            self.test.assertEqual(self.column, 0)
            self.lines[self.row] = ''
        else:
            self.test.assertRegex(match.group(0), r'^\x1b\[[\d;]*m$')

    def put(self, char):
        self.test.assertTrue(char.isprintable(), repr(char))
        self.test.assertEqual(self.column, width(self.lines[self.row]))
        self.lines[self.row] += char
        self.column += width(char)
        self.test.assertLessEqual(self.column, COLUMNS, self.lines[self.row])

    def text(self):
        return '\n'.join(line.rstrip() for line in self.lines)


class Terminal:
    """practicectl on a pseudo-terminal of its own, its own session's: Ctrl-C comes as a signal."""

    def __init__(self, test, arguments, environment):
        self.test, self.raw, self.screen, self.decoder = test, '', Screen(test), b''
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            with contextlib.suppress(BaseException):
                fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack('HHHH', 24, COLUMNS, 0, 0))
                os.execve(harness.PRACTICECTL, ['practicectl', *arguments], environment)
            os._exit(99)
        self.status = None
        test.addCleanup(self.close)

    def close(self):
        if self.status is None:
            os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)
        os.close(self.fd)

    def read(self, deadline):
        """False at the end."""
        ready, _, _ = select.select([self.fd], [], [], max(0, deadline - time.monotonic()))
        if not ready:
            self.test.fail('nothing more comes:\n' + self.screen.text())
        try:
            data = os.read(self.fd, 65536)
        except OSError:  # EIO: the other side is closed
            data = b''
        self.decoder += data
        text = self.decoder.decode(errors='ignore') if data else ''
        self.decoder = self.decoder[len(text.encode()):] if text else self.decoder
        self.raw += text
        self.screen.feed(text)
        return bool(data)

    def until(self, text):
        """Until the screen shows it."""
        deadline = time.monotonic() + harness.TIMEOUT
        while text not in self.screen.text():
            if not self.read(deadline):
                self.test.fail('%r never came:\n%s' % (text, self.screen.text()))
        return self

    def keys(self, *keys):
        for key in keys:
            os.write(self.fd, key.encode())
        return self

    def is_raw(self):
        return not termios.tcgetattr(self.fd)[3] & termios.ICANON

    def end(self):
        """The exit status, or minus the signal."""
        deadline = time.monotonic() + harness.TIMEOUT
        while self.read(deadline):
            pass
        _, status = os.waitpid(self.pid, 0)
        self.status = os.waitstatus_to_exitcode(status)
        return self.status


class QuizCase(harness.TestCase):
    def setUp(self):
        super().setUp()
        self.catalog = tempfile.mkdtemp(prefix='practiced-quiz-')
        self.addCleanup(shutil.rmtree, self.catalog)
        os.chmod(self.catalog, 0o755)
        for name, text in {'../course.ini': '[course]\ntitle = Demo\n', **LESSON}.items():
            path = pathlib.Path(self.catalog, 'demo/letters', name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding='utf-8')
        self.server = self.daemon(catalog=self.catalog)
        self.environment = {'HOME': str(self.server.folder), 'PATH': os.environ['PATH'], 'LC_ALL': 'C.UTF-8',
                            'PRACTICED_SOCKET': str(self.server.path), 'TERM': 'xterm'}
        for name in ('ASAN_OPTIONS', 'UBSAN_OPTIONS'):
            if name in os.environ:
                self.environment[name] = os.environ[name]

    def ctl(self, *arguments, answers='', status=0):
        done = subprocess.run([harness.PRACTICECTL, *arguments], env=self.environment, input=answers, capture_output=True,
                              text=True, check=False, timeout=harness.TIMEOUT)
        self.said = done.stderr
        self.assertEqual(done.returncode, status, done.stdout + done.stderr)
        return done.stdout

    def terminal(self, *arguments, **environment):
        return Terminal(self, arguments, {**self.environment, **environment})

    def order(self):
        return [row['CARD'].partition('#')[2] for row in harness.rows(self.server.call('QUIZ', 'letters'))]

    def only(self, *cards):
        """Leaves these cards to be asked: the others are answered."""
        for card in self.order():
            if card not in cards:
                value = {'match': 'aa', 'essay': 'x', 'truth': 'true'}.get(card, '1')
                reply = self.server.call('ANSWER', 'letters#' + card, value)
                if card == 'essay':
                    self.server.call('ANSWER', 'letters#essay', 'right', harness.fields(reply)['Ask'])

    def options(self, card):
        return harness.values(self.server.call('QUIZ', 'letters#' + card), 'Option')


class Keys(QuizCase):
    def test_arrows_and_enter_choose(self):
        self.only('choice')
        index = self.options('choice').index('A')
        terminal = self.terminal('quiz', 'letters').until('Ctrl-C leaves.')
        terminal.keys(DOWN, DOWN, UP, *[DOWN] * index, ENTER)
        self.assertEqual(terminal.end(), 0)
        self.assertIn('✓ Right.', terminal.screen.text())
        self.assertIn('1 of 1 answered: 1 right.', terminal.screen.text())
        self.assertNotIn('Ctrl-C leaves', terminal.screen.text())

    def test_a_digit_chooses_and_feedback_comes(self):
        self.only('choice')
        wrong = self.options('choice').index('B') + 1
        terminal = self.terminal('quiz', 'letters').until('Ctrl-C leaves.').keys(str(wrong), ENTER)
        self.assertEqual(terminal.end(), 1)
        self.assertIn('✗ Not right.\n   It is the second one\n   Answer: A', terminal.screen.text())

    def test_space_marks_several(self):
        self.only('several')
        options = self.options('several')
        terminal = self.terminal('quiz', 'letters').until('Space')
        terminal.keys(*(' ' + DOWN if option in 'AE' else DOWN for option in options), ENTER)
        self.assertEqual(terminal.end(), 0)
        self.assertEqual(terminal.screen.text().count('[x]'), 2)

    def test_y_is_true_and_n_is_false(self):
        self.only('truth')
        terminal = self.terminal('quiz', 'letters').until('y or n').keys('y')
        self.assertEqual(terminal.end(), 0)
        self.assertIn('So it is.', terminal.screen.text())
        terminal = self.terminal('quiz', '--all', 'letters')
        for name in self.order():
            terminal.until('%d of 6' % (self.order().index(name) + 1))
            if name == 'truth':
                terminal.until('y or n').keys('n').until('✗ Not right.').keys('\x04')
                break
            terminal.keys(ESCAPE)
        self.assertEqual(terminal.end(), 1)

    def test_letters_match_and_backspace_takes_one_back(self):
        self.only('match')
        options = self.options('match')
        right = ['ab'[options.index(side)] for side in '12']
        terminal = self.terminal('quiz', 'letters').until('A letter for each')
        terminal.keys(ENTER).until('A letter is missing.')
        terminal.keys(right[1], right[1], BACKSPACE, UP, UP, *right, ENTER)
        self.assertEqual(terminal.end(), 0)

    def test_words_are_typed_with_accents_and_corrected(self):
        self.only('short')
        terminal = self.terminal('quiz', 'letters').until('Type, then Enter.')
        terminal.keys('x', '\x15', 'nüé', BACKSPACE, BACKSPACE, 'é', ENTER)
        self.assertEqual(terminal.end(), 0)
        self.assertIn('> né\n', terminal.screen.text())

    def test_long_words_stay_in_their_line(self):
        self.only('short')
        terminal = self.terminal('quiz', 'letters').until('Type, then Enter.')
        terminal.keys('漢' * 100, 'end', ENTER)
        self.assertEqual(terminal.end(), 1)
        self.assertRegex(terminal.screen.text(), '> 漢+end\n')

    def test_an_essay_is_compared_and_graded_by_its_writer(self):
        self.only('essay')
        terminal = self.terminal('quiz', 'letters').until('Type, then Enter.').keys('To read.', ENTER)
        terminal.until('3  wrong').keys('2', ENTER)
        self.assertEqual(terminal.end(), 1)
        self.assertIn('To write.', terminal.screen.text())
        self.assertIn('~ Partly right (50 %).', terminal.screen.text())

    def test_ctrl_c_keeps_what_was_answered_and_mends_the_terminal(self):
        first = self.order()[0]
        self.assertEqual(first, 'choice')
        terminal = self.terminal('quiz', 'letters').until('Ctrl-C leaves.')
        self.assertTrue(terminal.is_raw())
        terminal.keys('1', ENTER).until('2 of 6').until('Ctrl-C leaves.').keys('\x03')
        terminal.until('1 of 6 answered')
        self.assertFalse(terminal.is_raw())
        self.assertEqual(terminal.end(), -signal.SIGINT)
        states = {row['CARD']: row['STATE'] for row in harness.rows(self.server.call('QUIZ', 'letters'))}
        self.assertEqual(states.pop('demo/letters#choice'), 'learning')
        self.assertEqual(set(states.values()), {'new'})

    def test_ctrl_backslash_does_nothing(self):
        terminal = self.terminal('quiz', 'letters').until('Ctrl-C leaves.').keys('\x1c', ESCAPE).until('2 of 6')
        terminal.until('Ctrl-C leaves.').keys('\x04').until('0 of 6 answered')
        self.assertFalse(terminal.is_raw())
        self.assertEqual(terminal.end(), 0)

    def test_sigterm_mends_the_terminal_too(self):
        terminal = self.terminal('quiz', 'letters').until('Ctrl-C leaves.')
        os.kill(terminal.pid, signal.SIGTERM)
        terminal.until('0 of 6 answered')
        self.assertFalse(terminal.is_raw())
        self.assertEqual(terminal.end(), -signal.SIGTERM)

    def test_escape_skips_and_what_is_no_key_does_nothing(self):
        terminal = self.terminal('quiz', 'letters').until('Ctrl-C leaves.')
        terminal.keys('\x1b[15~', '\x1b[1;5C', '\x01', 'Z', '\t').keys(ESCAPE).until('2 of 6').keys('\x04')
        self.assertEqual(terminal.end(), 0)
        self.assertIn('0 of 6 answered: 1 skipped.', terminal.screen.text())

    def test_what_is_typed_ahead_belongs_to_the_next_question(self):
        self.only('truth', 'match')
        terminal = self.terminal('quiz', 'letters').until('Ctrl-C leaves.').keys(ESCAPE).until('2 of 2')
        terminal.keys('\x04')
        self.assertEqual(terminal.end(), 0)
        cards = [card for card in self.order() if card in ('truth', 'match')]
        keys = {'truth': 'y', 'match': 'aa' + ENTER}
        terminal = self.terminal('quiz', 'letters').until('Ctrl-C leaves.').keys(*(keys[card] for card in cards))
        self.assertIn(terminal.end(), (0, 1))
        self.assertIn('2 of 2 answered', terminal.screen.text())

    def test_an_answer_given_elsewhere_meanwhile_is_told(self):
        self.only('truth')
        terminal = self.terminal('quiz', 'letters').until('y or n')
        self.server.call('ANSWER', 'letters#truth', 'true')
        terminal.keys('n')
        self.assertEqual(terminal.end(), 0)
        self.assertIn('answered or changed', terminal.screen.text().replace('\n', ' '))

    def test_without_colour_nothing_is_coloured(self):
        self.only('truth')
        terminal = self.terminal('quiz', 'letters', NO_COLOR='1').until('y or n').keys('y')
        terminal.end()
        self.assertNotRegex(terminal.raw, '\x1b\\[[0-9;]*m')
        terminal = self.terminal('quiz', '--all', 'letters').until('Ctrl-C leaves.').keys('\x04')
        terminal.end()
        self.assertRegex(terminal.raw, '\x1b\\[[0-9;]*m')

    def test_a_terminal_without_cursor_gets_lines(self):
        self.only('truth')
        terminal = self.terminal('quiz', 'letters', TERM='dumb').until('2  false\n>').keys('true\n')
        self.assertEqual(terminal.end(), 0)
        self.assertNotIn('\x1b', terminal.raw)

    def test_without_a_lesson_all_that_is_due_is_asked(self):
        self.assertEqual(self.ctl('quiz'), '')
        self.assertIn('No question is due', self.said)


class Lines(QuizCase):
    def test_a_line_answers_a_question(self):
        answers = {'choice': '%d' % (self.options('choice').index('A') + 1), 'truth': 'yes', 'short': ' NE ', 'match': 'zz\nx',
                   'several': '', 'essay': 'Mine.\nright'}
        lines = [answers[card] for card in self.order()]
        options = self.options('match')
        answers['match'] = ''.join('ab'[options.index(side)] for side in '12')
        out = self.ctl('quiz', 'letters', answers='\n'.join(line if line != 'zz\nx' else 'zz\n' + answers['match'] for line in lines))
        self.assertIn('5 of 6 answered: 5 right, 1 skipped.', out)
        self.assertIn("'zz' is no answer here: expected 2 letters", self.said)
        self.assertNotIn('\x1b', out)

    def assert_own_grade(self, number, result, status):
        self.only('essay')
        out = self.ctl('quiz', 'letters', answers='Mine.\n0\n4\n%s\n' % number, status=status)
        self.assertIn('1 of 1 answered: 1 %s.' % result, out)
        self.assertEqual(self.said.count('expected right, partly or wrong'), 2)

    def test_an_essays_grade_is_also_the_first_number(self):
        self.assert_own_grade('1', 'right', 0)

    def test_an_essays_grade_is_also_the_last_number(self):
        self.assert_own_grade('3', 'wrong', 1)

    def test_a_card_that_was_answered_a_moment_ago_is_waited_for(self):
        self.only('truth')
        self.ctl('quiz', 'letters', answers='true\n')
        lines = {'truth': 'false'}
        answers = ''.join(lines.get(card, '') + '\n' for card in self.order())
        out = self.ctl('quiz', '--all', '--plain', 'letters', answers=answers, status=1)
        self.assertIn('1 of 6 answered: 1 wrong, 5 skipped.', out)
        self.assertNotIn('moment ago', self.said)

    def test_the_end_of_the_lines_ends_the_quiz(self):
        self.assertIn('1 of 6 answered', self.ctl('quiz', 'letters', answers='%d' % (self.options('choice').index('A') + 1)))
        self.assertIn('0 of 5 answered', self.ctl('quiz', 'letters'))

    def test_what_is_answered_is_not_asked_again_but_with_all(self):
        self.only()
        self.assertEqual(self.ctl('quiz', 'letters'), '')
        self.assertIn('No question is due in letters.', self.said)
        self.assertIn('practicectl quiz --all letters', self.said)
        self.assertIn('0 of 6 answered', self.ctl('quiz', '--all', 'letters'))

    def test_json_has_questions_and_results(self):
        shown = json.loads(self.ctl('quiz', 'letters', '-o', 'json', answers='2\n1\n', status=1))
        self.assertEqual([card['card'] for card in shown], ['demo/letters#' + name for name in self.order()[:3]])
        self.assertIn(shown[0]['result'], ('right', 'wrong'))
        self.assertEqual(sorted(shown[0]['option']), ['A', 'B'])
        self.assertNotIn('solution', shown[2])
        self.assertNotIn('result', shown[2])

    def test_an_endless_line_is_no_answer(self):
        self.ctl('quiz', 'letters', answers='x' * 100000 + '\n')
        self.assertIn('is no answer here', self.said)

    def test_a_lesson_without_questions_is_told(self):
        self.ctl('quiz', 'nowhere', status=4)
        self.assertIn('Failed to ask the questions of nowhere', self.said)


class Due(QuizCase):
    def test_a_line_and_an_exit_status_for_prompts(self):
        self.assertEqual(self.ctl('due', status=3), 'Nothing is due.\n')
        self.assertEqual(self.ctl('due', '-q', status=3), '')
        self.assertEqual(json.loads(self.ctl('due', '-o', 'json', status=3)), [])

    def test_what_is_due_is_counted(self):
        with contextlib.closing(fake_daemon.FakeDaemon()) as fake:
            row = 'demo/letters#%s\tquestion\tdemo/letters\tlearning\t2026-11-22T12:00:00Z\t90\tT'
            head = 'CARD\tKIND\tLESSON\tSTATE\tDUE\tRECALL\tTITLE'
            fake.answers['DUE'] = fake_daemon.array(head, row % 'a', row % 'b', row.replace('question', 'step') % 'c')
            self.environment['PRACTICED_SOCKET'] = fake.path
            self.assertEqual(self.ctl('due'), '3 to review: 2 questions, 1 step (practicectl practice).\n')
            self.assertEqual(self.ctl('due', '-q'), '')
            self.assertEqual(len(json.loads(self.ctl('due', '-o', 'json'))), 3)


class Hostile(QuizCase):
    def test_text_of_a_lesson_cannot_drive_the_terminal(self):
        with contextlib.closing(fake_daemon.FakeDaemon()) as fake:
            evil = r'\x1b[2J\x1b]0;owned\x07\x9b31m\r\x08\xe2\x80\xae'
            raw = '\x1b[2J\x07'
            fake.answers['QUIZ'] = lambda words: fake_daemon.array(
                'CARD\tKIND\tSTATE\tDUE\tTITLE', 'a/b#c\tchoice\tnew\tyes\t' + evil) if b'#' not in words[1] else fake_daemon.array(
                    'Card=a/b#c', 'Ask=' + evil, 'Kind=choice', 'Title=' + evil, 'Format=markdown', 'Text=' + evil + raw,
                    'Above=' + evil, 'Option=' + evil, 'Option=' + raw)
            fake.answers['ANSWER'] = fake_daemon.array('Result=wrong', 'Credit=0', 'Solution=' + evil, 'Feedback=' + evil + raw,
                                                       'General=' + raw)
            self.environment['PRACTICED_SOCKET'] = fake.path
            terminal = self.terminal('quiz', 'a/b').until('Ctrl-C leaves.').keys('2', ENTER)
            self.assertEqual(terminal.end(), 1)
            self.assertNotIn('\x07', terminal.raw)
            self.assertNotIn('\u202e', terminal.raw)


if __name__ == '__main__':
    harness.main()
