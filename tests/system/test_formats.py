#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Lessons in formats of others, served as they are."""

import json
import pathlib
import shutil
import subprocess
import tempfile
import time
import unittest

import harness
from harness import TOP_SRCDIR, fields, pairs, rows, values

FORMATS = TOP_SRCDIR / 'tests/data/formats'


@unittest.skipIf(harness.sandbox_mode() != 'namespaces', 'this host can\'t isolate')
class Classroom(harness.TestCase):
    NAME = 'classroom/hello-world'
    HELLO = 'print("Hello, World!")\n'
    SUM = 'print(sum(map(int, input().split())))\n'

    def setUp(self):
        self.call = self.daemon(catalog=FORMATS).client().call
        self.call('START', 'hello-world')

    def check(self, step, hello, total):
        reply = self.call('CHECK', 'hello-world', 'step=' + step, 'hello.py', hello, 'sum.py', total)
        return pairs(reply[-1])['verdict']

    def test_the_repository_is_a_lesson(self):
        shown = self.call('SHOW', 'hello-world')
        self.assertEqual(fields(shown)['Id'], self.NAME)
        self.assertEqual(fields(shown)['Title'], 'Hello, World')
        self.assertEqual(len(values(shown, 'Step')), 3)
        self.assertIn('Print `Hello, World!` and count what you are given.', self.call('TEXT', 'hello-world'))
        files = self.call('FILES', 'hello-world')
        self.assertEqual([str(name) for name in files[::2]], ['hello.py', 'sum.py', 'tests/test_sum.py'])

    def test_right_answers_pass(self):
        for step in ('says-hello', 'sums-up', 'passes-the-tests'):
            self.assertEqual(self.check(step, self.HELLO, self.SUM), 'pass', step)
        status = fields(self.call('STATUS', 'hello-world'))
        self.assertEqual((status['State'], status['Points'], status['MaxPoints']), ('passed', '10', '10'))

    def test_starters_fail(self):
        for step in ('says-hello', 'sums-up', 'passes-the-tests'):
            self.assertIn(self.check(step, '', ''), ('wrong', 'runtime'), step)

    def test_exact_is_exact_but_for_the_ends(self):
        self.assertEqual(self.check('says-hello', 'print("\\n  Hello, World!  \\n")', ''), 'pass')
        self.assertEqual(self.check('says-hello', 'print("Hello,  World!")', ''), 'wrong')

    def test_a_status_counts_also_with_the_right_output(self):
        self.assertEqual(self.check('says-hello', self.HELLO + 'raise SystemExit(3)', ''), 'runtime')

    def test_the_tests_of_the_repository_win(self):
        reply = self.call('CHECK', 'hello-world', 'step=passes-the-tests', 'hello.py', '', 'sum.py', '', 'tests/test_sum.py', '')
        self.assertError(reply, 'BADARG', 'tests/test_sum.py')


@unittest.skipIf(harness.sandbox_mode() != 'namespaces', 'this host can\'t isolate')
class ClassroomKinds(harness.TestCase):
    """What a test of GitHub Classroom may say, each with what it takes and what it does not."""
    SAYS = 'echo needle\n'

    def setUp(self):
        self.call = self.daemon(catalog=FORMATS).client().call
        self.call('START', 'classroom/kinds')

    def verdict(self, step, script):
        return pairs(self.call('CHECK', 'classroom/kinds', 'step=' + step, 'say.sh', script)[-1])['verdict']

    def test_included(self):
        for step in ('included', 'unsaid'):
            self.assertEqual(self.verdict(step, 'echo hay needle hay\n'), 'pass', step)
            self.assertEqual(self.verdict(step, 'echo NEEDLE\n'), 'wrong', step)

    def test_exact_takes_any_end_of_line(self):
        self.assertEqual(self.verdict('exact', self.SAYS), 'pass')
        self.assertEqual(self.verdict('exact', 'echo needles\n'), 'wrong')

    def test_a_pattern(self):
        self.assertEqual(self.verdict('pattern', 'echo neeeedle\n'), 'pass')
        self.assertEqual(self.verdict('pattern', 'echo hay; echo needle\n'), 'wrong')

    def test_what_setup_makes_is_there(self):
        self.assertEqual(self.verdict('prepared', self.SAYS), 'pass')
        self.assertEqual(self.verdict('prepared', 'rm -r made\n'), 'wrong')

    def test_a_setup_that_fails_fails_the_test(self):
        self.assertEqual(self.verdict('badly-prepared', self.SAYS), 'runtime')

    def test_the_time_is_in_minutes(self):
        self.assertEqual(self.verdict('in-time', self.SAYS), 'pass')
        self.assertEqual(self.verdict('in-time', 'sleep 60\n' + self.SAYS), 'timeout')

    def test_input(self):
        self.assertEqual(self.verdict('given', self.SAYS), 'pass')
        self.assertEqual(self.verdict('given', ''), 'wrong')

    def test_points(self):
        points = {'included': 4, 'unsaid': 0, 'exact': 3, 'pattern': 0, 'prepared': 2}
        for step, most in points.items():
            reply = self.call('CHECK', 'classroom/kinds', 'step=' + step, 'say.sh', self.SAYS)
            self.assertEqual(pairs(reply[-1])['max_points'], str(most), step)


@unittest.skipIf(harness.sandbox_mode() != 'namespaces', 'this host can\'t isolate')
class Exercism(harness.TestCase):
    TRACK = FORMATS / 'mini-track/exercises/practice'

    def setUp(self):
        self.call = self.daemon(catalog=FORMATS).client().call

    def check(self, exercise, **files):
        reply = self.call('START', exercise)
        if isinstance(reply, harness.Error):
            self.skipTest(reply.text)
        words = []
        for name, content in files.items():
            words += [name.replace('__', '.'), content]
        return self.call('CHECK', exercise, 'step=solve', *words)

    def verdict(self, exercise, **files):
        return pairs(self.check(exercise, **files)[-1])['verdict']

    def text(self, path):
        return (self.TRACK / path).read_bytes()

    def test_a_track_is_a_course_in_its_own_order(self):
        lessons = rows(self.call('LIST', 'course=mini-track'))
        self.assertEqual([row['ID'] for row in lessons], ['mini-track/echo-back', 'mini-track/add-up'])
        self.assertEqual([row['TITLE'] for row in lessons], ['Echo, Back', 'Add Up'])
        self.assertEqual([row['LEVEL'] for row in lessons], ['beginner', 'intermediate'])
        self.assertEqual(values(self.call('SHOW', 'echo-back'), 'Goal'), ['Practise strings, standard input'])

    def test_the_texts_are_one(self):
        text = self.call('TEXT', 'add-up')
        for line in ('# Add Up', '## Instructions', 'Write `add_up`, which adds two numbers.', 'The tests are in `test_add_up.c`.'):
            self.assertIn(line, text)

    def test_hints_come_one_at_a_time(self):
        self.call('START', 'add-up')
        first, second = fields(self.call('HINT', 'add-up')), fields(self.call('HINT', 'add-up'))
        self.assertTrue(first['Hint'].startswith('General'))
        self.assertTrue(second['Hint'].startswith('1. The function'))

    def test_examples_pass_and_stubs_fail(self):
        self.assertEqual(self.verdict('add-up', add_up__c=self.text('add-up/.meta/example.c'),
                                      add_up__h=self.text('add-up/.meta/example.h')), 'pass')
        self.assertNotEqual(self.verdict('add-up', add_up__c=self.text('add-up/add_up.c'),
                                         add_up__h=self.text('add-up/add_up.h')), 'pass')
        self.assertEqual(self.verdict('echo-back', echo_back__py=self.text('echo-back/.meta/exemplar.py')), 'pass')
        self.assertNotEqual(self.verdict('echo-back', echo_back__py=self.text('echo-back/echo_back.py')), 'pass')

    def test_tests_that_the_stub_would_skip_are_run(self):
        wrong = b'#include "add_up.h"\nint add_up(int a, int b) { return a < 0 ? 0 : a + b; }\n'
        self.assertNotEqual(self.verdict('add-up', add_up__c=wrong, add_up__h=self.text('add-up/.meta/example.h')), 'pass')

    def test_an_exit_with_status_0_is_no_pass(self):
        self.assertEqual(self.verdict('echo-back', echo_back__py='import os\nos._exit(0)\n'), 'wrong')


@unittest.skipIf(harness.sandbox_mode() != 'namespaces', 'this host can\'t isolate')
class Runners(harness.TestCase):
    """The same exercise in each language that has a runner of tests, where the host has it."""
    TRACK = FORMATS / 'many-track/exercises/practice'

    def setUp(self):
        self.client = self.daemon(catalog=FORMATS).client()
        self.call = self.client.call
        self.client.sock.settimeout(600)

    def verdict(self, exercise, name, source):
        return pairs(self.call('CHECK', 'many-track/' + exercise, 'step=solve', name, source)[-1])['verdict']

    def look_at(self, exercise):
        """None, or why it can't be run here."""
        folder = self.TRACK / exercise
        name = json.loads((folder / '.meta/config.json').read_text())['files']['solution'][0]
        ending = pathlib.Path(name).suffix
        reply = self.call('START', 'many-track/' + exercise)
        if isinstance(reply, harness.Error):
            return reply.text
        self.assertEqual(self.verdict(exercise, name, (folder / '.meta/example').with_suffix(ending).read_bytes()), 'pass')
        self.assertNotEqual(self.verdict(exercise, name, (folder / name).read_bytes()), 'pass', 'the stub')
        self.assertNotEqual(self.verdict(exercise, name, (folder / '.meta/forged').with_suffix(ending).read_bytes()), 'pass',
                            'one that ends with status 0 before the tests are through')
        return None

    def test_examples_pass_and_neither_stubs_nor_an_exit_with_status_0_do(self):
        missing = []
        for exercise in sorted(path.name for path in self.TRACK.iterdir()):
            with self.subTest(exercise):
                why = self.look_at(exercise)
                if why:
                    self.assertIn('install the package', why)
                    missing.append('%s: %s' % (exercise, why))
        for why in missing:
            print('not looked at: ' + why)


@unittest.skipIf(harness.sandbox_mode() != 'namespaces', 'this host can\'t isolate')
class Kattis(harness.TestCase):
    PACKAGES = FORMATS / 'kattis'

    def setUp(self):
        self.call = self.daemon(catalog=FORMATS).client().call

    def check(self, package, *words):
        self.call('START', package, 'language=python')
        return self.call('CHECK', package, 'step=solve', 'language=python', *words)

    def verdict(self, package, *words):
        reply = self.check(package, *words)
        self.assertIsInstance(reply, list, reply)
        self.told = self.call('ATTEMPT', pairs(reply[0])['attempt'])
        return pairs(reply[-1])['verdict']

    def source(self, path):
        return (self.PACKAGES / path).read_bytes()

    def test_packages_are_lessons(self):
        lessons = rows(self.call('LIST', 'course=kattis'))
        self.assertLessEqual({'Any Pair', 'Count Up', 'Guess', 'One Half', 'Repeat'}, {row['TITLE'] for row in lessons})
        self.assertEqual(values(self.call('STATS'), 'Problem'), [])

    def test_a_statement_in_latex_is_read_as_markdown(self):
        text = self.call('TEXT', 'count-up')
        for line in ('# Count Up', '## Input', '## Output', 'One line with `n`.', '- each once,', '## Sample 1', '    1 2 3',
                     '- Time: 2 s a case', '- Memory: 512 MiB', 'License: cc by-sa'):
            self.assertIn(line, text)
        whole = '\n'.join(text)
        self.assertIn('n (1 ≤ n ≤ 10⁵). Print *all* numbers from 1 to n.', whole)
        self.assertIn('not shown as they were meant to be:* `strange`', whole)
        self.assertNotIn('what nobody reads', whole)

    def test_secret_data_is_nowhere(self):
        secret = '1 2 3 4 5 6 7'
        reply = self.check('count-up', 'count.py', 'print(input())')
        self.assertEqual(pairs(reply[-1])['verdict'], 'wrong')
        attempt = pairs(reply[0])['attempt']
        for words in (['TEXT', 'count-up'], ['SHOW', 'count-up'], ['FILES', 'count-up'], ['ATTEMPT', attempt],
                      ['RUN', 'count-up', 'step=solve', 'language=python', 'case=3', 'count.py', 'print("in", input())']):
            shown = repr(self.call(*words))
            self.assertNotIn(secret, shown)
            self.assertNotIn('in 17', shown)

    def test_labels_are_what_we_say(self):
        for name, verdict in (('accepted/count.py', 'pass'), ('wrong_answer/one_less.py', 'wrong'),
                              ('time_limit_exceeded/forever.py', 'timeout'), ('run_time_error/zero.py', 'runtime')):
            self.assertEqual(self.verdict('count-up', 'a.py', self.source('Count-Up/submissions/' + name)), verdict, self.told)

    def test_several_files_with_a_main_one(self):
        module = 'def count(n):\n    print(*range(1, n + 1))\n'
        self.assertEqual(self.verdict('count-up', 'counting.py', module,
                                      'main.py', 'import counting\ncounting.count(int(input()))\n'), 'pass')
        self.assertError(self.check('count-up', 'a.py', '', 'b.py', ''), 'BADARG', 'call it main.py')
        self.assertError(self.check('count-up', 'a.c', ''), 'BADARG', "'a.c' is no file of the step 'solve', which takes: py")

    def test_the_client_sends_the_files_of_the_language(self):
        server = self.daemon(catalog=FORMATS)
        home = pathlib.Path(tempfile.mkdtemp(prefix='practiced-'))
        self.addCleanup(shutil.rmtree, home)

        def practicectl(*words):
            return subprocess.run([harness.PRACTICECTL, '--socket=%s' % server.path, '--no-pager', *words], cwd=home, text=True,
                                  env={'PATH': '/usr/bin:/bin', 'HOME': str(home), 'LC_ALL': 'C.UTF-8'}, timeout=harness.TIMEOUT,
                                  stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)

        started = practicectl('start', 'count-up', '--language=python')
        self.assertEqual(started.returncode, 0, started.stdout)
        folder = next(path for path in home.rglob('*count-up*') if path.is_dir())
        empty = practicectl('check', 'count-up')
        self.assertIn('any name ending in .py is taken', empty.stdout)
        (folder / 'solve.py').write_bytes(self.source('Count-Up/submissions/accepted/count.py'))
        (folder / 'notes.txt').write_text('not sent\n')
        checked = practicectl('check', 'count-up')
        self.assertEqual(checked.returncode, 0, checked.stdout)

    def test_a_program_that_closed_its_output_first_ends_as_it_ends(self):
        source = 'import os, time\nos.close(1)\ntime.sleep(1)\nos._exit(%d)\n'
        self.assertEqual(self.verdict('guess', 'a.py', source % 3), 'runtime')
        self.assertEqual(self.verdict('guess', 'a.py', source % 0), 'wrong')

    def test_a_tolerance_of_a_group(self):
        self.assertEqual(self.verdict('half', 'half.py', self.source('half/submissions/accepted/half.py')), 'pass')
        self.assertEqual(self.verdict('half', 'half.py', 'print(int(input()) / 2 + 1e-3)'), 'wrong')

    def graded(self, package, source):
        """Verdict, points, and of each group its score."""
        reply = [pairs(line) for line in self.check(package, 'a.py', self.source(source))]
        groups = {line['group']: (line['score'], line['max_score']) for line in reply if 'group' in line}
        shown = [pairs(line) for line in values(self.call('ATTEMPT', reply[0]['attempt']), 'Group')]
        self.assertEqual({line['group']: (line['score'], line['max_score']) for line in shown}, groups)
        skipped = [line['name'] for line in reply if line.get('verdict') == 'skipped' and 'case' in line]
        return reply[-1]['verdict'], reply[-1]['points'], groups, skipped

    def test_groups_have_scores_and_a_part_of_the_points_is_kept(self):
        self.assertEqual(self.graded('sum-up', 'sum-up/submissions/wrong_answer/nothing.py'),
                         ('wrong', '0', {'secret/1-small': ('0', '30'), 'secret/2-large': ('0', '70')},
                          ['secret/1-small/2', 'secret/2-large/2', 'secret/2-large/3']))
        self.assertEqual(self.graded('sum-up', 'sum-up/submissions/partially_accepted/small.py')[:3],
                         ('wrong', '30', {'secret/1-small': ('30', '30'), 'secret/2-large': ('0', '70')}))
        self.assertEqual(fields(self.call('STATUS', 'sum-up'))['Points'], '30')
        self.graded('sum-up', 'sum-up/submissions/wrong_answer/nothing.py')
        self.assertEqual(fields(self.call('STATUS', 'sum-up'))['Points'], '30')  # the best one counts
        self.assertEqual(fields(self.call('STATUS', 'sum-up'))['State'], 'active')
        self.assertEqual(self.graded('sum-up', 'sum-up/submissions/accepted/formula.py')[:2], ('pass', '100'))
        self.assertEqual(fields(self.call('STATUS', 'sum-up'))['Points'], '100')

    def test_groups_pass_whole_or_add_up_and_wait_for_others(self):
        folder = 'steps-up/submissions/'
        self.assertEqual(self.graded('steps-up', folder + 'accepted/loop.py')[:2], ('pass', '100'))
        self.assertEqual(self.graded('steps-up', folder + 'wrong_answer/below_twelve.py')[:3],
                         ('wrong', '40', {'secret/a-short': ('20', '20'), 'secret/b-long': ('0', '40'),
                                          'secret/c-each': ('20', '40')}))
        self.assertEqual(self.graded('steps-up', folder + 'wrong_answer/not_four.py')[:2], ('wrong', '40'))

    def test_scores_are_shown_to_people(self):
        server = self.daemon(catalog=FORMATS)
        home = pathlib.Path(tempfile.mkdtemp(prefix='practiced-'))
        self.addCleanup(shutil.rmtree, home)
        environment = {'PATH': '/usr/bin:/bin', 'HOME': str(home), 'LC_ALL': 'C.UTF-8'}

        def practicectl(*words):
            return subprocess.run([harness.PRACTICECTL, '--socket=%s' % server.path, '--no-pager', *words], cwd=home, text=True,
                                  env=environment, timeout=harness.TIMEOUT, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                  stderr=subprocess.STDOUT, check=False).stdout

        practicectl('start', 'sum-up', '--language=python')
        folder = next(path for path in home.rglob('*sum-up*') if path.is_dir())
        (folder / 'solve.py').write_bytes(self.source('sum-up/submissions/partially_accepted/small.py'))
        for shown in (practicectl('check', 'sum-up'), practicectl('attempt')):
            self.assertRegex(shown, r'secret/1-small +30 of 30\n')
            self.assertRegex(shown, r'secret/2-large +0 of 70\n')
            self.assertIn('30 of 100 points', shown)

    def attempt(self, package, *words):
        '''Of each case what ATTEMPT tells: {name: [its line, and what follows]}.'''
        shown = self.call('ATTEMPT', pairs(self.check(package, *words)[0])['attempt'])
        cases, name = {}, None
        for line in map(str, shown):
            if line.startswith('Case='):
                name = pairs(line[len('Case='):])['name']
                cases[name] = []
            if name:
                cases[name].append(line)
        return cases

    def test_groups_and_cases_are_judged_by_flags_of_their_own(self):
        self.assertEqual(self.verdict('repeat', 'a.py', self.source('repeat/submissions/accepted/repeat.py')), 'pass')
        cases = self.attempt('repeat', 'a.py', self.source('repeat/submissions/wrong_answer/small.py'))
        self.assertEqual({name: pairs(lines[0][len('Case='):])['verdict'] for name, lines in cases.items()},
                         {'sample/1': 'pass', 'secret/1-loose/1': 'pass', 'secret/2-strict/1': 'wrong',
                          'secret/2-strict/2': 'skipped', 'secret/3-told/1': 'skipped'})

    def test_of_a_sample_all_is_shown_and_of_a_secret_case_the_verdict(self):
        sample = self.attempt('repeat', 'a.py', 'import sys\nprint("Hullo")\nprint("why", file=sys.stderr)')['sample/1']
        self.assertIn('Diff=- Hello', sample)
        self.assertIn('Diff=+ Hullo', sample)
        self.assertIn('Stderr=why', sample)
        source = 'import sys\nword = input()\nprint(word.replace("urm", "URN"))\nprint(word, file=sys.stderr)'
        cases = self.attempt('repeat', 'a.py', source)
        self.assertEqual(pairs(cases['secret/1-loose/1'][0][len('Case='):])['verdict'], 'wrong')
        self.assertEqual(len(cases['secret/1-loose/1']), 1)
        self.assertNotIn('urmur', repr(cases))
        for case in ('2', 'all'):
            run = self.call('RUN', 'repeat', 'step=solve', 'language=python', 'case=' + case, 'a.py', source)
            self.assertNotIn('urmur', repr(run))

    def test_a_run_of_a_sample_shows_it(self):
        run = [str(line) for line in self.run_case('repeat', '1', 'print("Hullo")')]
        self.assertIn('stdout=Hullo', run)
        self.assertIn('diff=- Hello', run)

    def run_case(self, package, case, source):
        self.call('START', package, 'language=python')
        return self.call('RUN', package, 'step=solve', 'language=python', 'case=' + case, 'a.py', source)

    def test_a_secret_case_is_told_where_the_package_says_so(self):
        cases = self.attempt('repeat', 'a.py', 'print(input())')
        self.assertIn('Diff=- Echo', cases['secret/3-told/1'])
        self.assertIn('Hint=Have a look at your arguments.', cases['secret/3-told/1'])

    def test_several_passes_with_a_judge_in_cpp(self):
        text = '\n'.join(self.call('TEXT', 'code-word'))
        self.assertIn('at most 20 (twenty) letters', text)
        self.assertIn('    <find cba', text)
        self.assertEqual(self.verdict('code-word', 'a.py', self.source('code-word/submissions/accepted/reverse.py')), 'pass')
        self.assertEqual(self.verdict('code-word', 'a.py', self.source('code-word/submissions/wrong_answer/same.py')), 'wrong')

    def test_a_judge_says_something_to_the_learner_and_more_to_who_teaches(self):
        source = 'what, word = input().split()\nprint(word if word == "orchard" else word[::-1])'
        reply = self.check('code-word', 'a.py', source)
        self.assertEqual(pairs(reply[2])['note'], 'That is not hidden well.')
        self.assertNotIn('orchard', repr(reply))
        self.assertNotIn('orchard', repr(self.call('ATTEMPT', pairs(reply[0])['attempt'])))
        forgets = self.attempt('code-word', 'a.py', self.source('code-word/submissions/wrong_answer/forgets.py'))
        self.assertIn('note="found forgotten instead of abc; That is not the word."', forgets['sample/1'][0])

    def test_a_validator_that_changed_is_compiled_again(self):
        self.other(lambda package: None)
        validator = self.folder / 'output_validator/validate.cc'
        answer = self.source('code-word/submissions/accepted/reverse.py')
        self.assertEqual([self.verdict('code-word', 'a.py', answer) for _ in range(3)], ['pass'] * 3)
        validator.write_text('int main() { return 43; }\n')
        self.call('RELOAD')
        self.assertEqual(self.verdict('code-word', 'a.py', answer), 'wrong')
        validator.write_text('int main() { return no; }\n')
        self.call('RELOAD')
        self.assertEqual(self.verdict('code-word', 'a.py', answer), 'internal')
        shutil.copy(self.PACKAGES / 'code-word/output_validator/validate.cc', validator)
        self.call('RELOAD')
        self.assertEqual(self.verdict('code-word', 'a.py', answer), 'pass')

    def test_a_conversation_of_several_passes(self):
        self.assertEqual(self.verdict('count-down', 'a.py', self.source('count-down/submissions/accepted/down.py')), 'pass')
        self.assertEqual(self.verdict('count-down', 'a.py', self.source('count-down/submissions/wrong_answer/tired.py')), 'wrong')

    def test_a_validator_that_builds_itself(self):
        self.assertEqual(self.verdict('odd-or-even', 'a.py', self.source('odd-or-even/submissions/accepted/same.py')), 'pass')
        self.assertEqual(self.verdict('odd-or-even', 'a.py', self.source('odd-or-even/submissions/wrong_answer/even.py')), 'wrong')

    def test_files_of_a_case_and_a_main_file_of_the_package(self):
        self.assertEqual(self.verdict('look-up', 'solve.py', self.source('look-up/submissions/accepted/solve.py')), 'pass')
        self.assertEqual(self.verdict('look-up', 'solve.py', self.source('look-up/submissions/wrong_answer/solve.py')), 'wrong')
        self.call('START', 'look-up', 'language=cpp')
        reply = self.call('CHECK', 'look-up', 'step=solve', 'language=cpp', 'solve.C', self.source('look-up/submissions/accepted/solve.C'))
        self.assertEqual(pairs(reply[-1])['verdict'], 'pass')

    def other(self, change, package='code-word'):
        '''The package, changed, in a catalog of its own.'''
        folder = pathlib.Path(tempfile.mkdtemp(prefix='practiced-'))
        self.addCleanup(shutil.rmtree, folder)
        shutil.copytree(self.PACKAGES / package, folder / 'kattis' / package)
        change(folder / 'kattis' / package)
        server = self.daemon(catalog=folder)
        self.call = server.client().call
        self.folder = folder / 'kattis' / package
        return server

    def test_a_judge_that_fails_is_no_learners_fault_and_tells_no_secret(self):
        def change(package):
            (package / 'output_validator/validate.cc').write_text(
                '#include "judge.hh"\n#include <iostream>\n'
                'int main(int, char **argv) { std::cerr << read_word(argv[2]) << "\\n"; return 0; }\n')
            shutil.rmtree(package / 'data/sample')
        self.other(change)
        reply = self.check('code-word', 'a.py', 'print(1)')
        self.assertEqual(pairs(reply[-1])['verdict'], 'internal')
        self.assertEqual(pairs(reply[1])['note'], "the lesson's judge failed, not your program")
        shown = repr(reply) + repr(self.call('ATTEMPT', pairs(reply[0])['attempt']))
        self.assertNotIn('orchard', shown)

    def test_more_passes_than_the_package_allows_are_the_judges_fault(self):
        def change(package):
            config = package / 'problem.yaml'
            config.write_text(config.read_text().replace('validation_passes: 3', 'validation_passes: 2'))
        self.other(change, 'count-down')
        reply = self.check('count-down', 'a.py', self.source('count-down/submissions/accepted/down.py'))
        self.assertEqual(pairs(reply[-1])['verdict'], 'internal')

    def test_a_header_of_another_package_by_a_link(self):
        def change(package):
            shared = package.parent / 'shared'
            shared.mkdir()
            (package / 'output_validator/judge.hh').rename(shared / 'judge.hh')
            (package / 'output_validator/judge.hh').symlink_to('../../shared/judge.hh')
        self.other(change)
        self.assertEqual(self.verdict('code-word', 'a.py', self.source('code-word/submissions/accepted/reverse.py')), 'pass')

    def test_a_link_that_leaves_the_catalog_is_not_followed(self):
        server = self.other(lambda package: (package / 'output_validator/passwd.h').symlink_to('/etc/passwd'))
        self.assertIn('is a link', repr(values(server.client().call('STATS'), 'Problem')))

    def test_only_the_languages_that_are_allowed(self):
        self.assertEqual(fields(self.call('SHOW', 'half'))['Languages'].split(), ['python', 'c'])

    def test_a_validator_of_its_own(self):
        self.assertEqual(self.verdict('any-pair', 'a.py', self.source('any-pair/submissions/accepted/pair.py')), 'pass')
        self.assertEqual(self.verdict('any-pair', 'a.py', self.source('any-pair/submissions/wrong_answer/zero.py')), 'wrong')

    def test_a_conversation(self):
        self.assertEqual(self.verdict('guess', 'a.py', self.source('guess/submissions/accepted/halves.py')), 'pass')
        self.assertEqual(self.verdict('guess', 'a.py', self.source('guess/submissions/wrong_answer/stubborn.py')), 'wrong')

    def test_an_accepted_submission_is_the_solution(self):
        files = self.call('FILES', 'count-up', 'language=python', 'step=solve', 'set=solution')
        self.assertEqual([str(name) for name in files[::2]], ['count.py'])

    def count_up(self):
        folder = pathlib.Path(tempfile.mkdtemp(prefix='practiced-'))
        self.addCleanup(shutil.rmtree, folder)
        shutil.copytree(self.PACKAGES / 'Count-Up', folder / 'kattis/Count-Up')
        time.sleep(0.1)  # what was just written is read again by any reload
        return folder

    def test_a_sample_that_is_written_over_is_shown_after_a_reload(self):
        folder = self.count_up()
        call = self.daemon(catalog=folder).client().call
        self.assertIn('    1 2 3', call('TEXT', 'count-up'))
        (folder / 'kattis/Count-Up/data/sample/1.ans').write_text('1 2 4\n')
        self.assertIn('    1 2 3', call('TEXT', 'count-up'))
        self.assertIsInstance(call('RELOAD'), str)
        self.assertIn('    1 2 4', call('TEXT', 'count-up'))

    def test_data_that_changed_is_not_judged_by(self):
        folder = self.count_up()
        call = self.daemon(catalog=folder).client().call
        call('START', 'count-up', 'language=python')
        (folder / 'kattis/Count-Up/data/secret/01.ans').write_text('7\n')
        words = ['CHECK', 'count-up', 'step=solve', 'a.py', 'print(*range(1, int(input()) + 1))']
        self.assertError(call(*words), 'STATE', 'daemon-reload')
        self.assertIsInstance(call('RELOAD'), str)
        self.assertEqual(pairs(call(*words)[-1])['verdict'], 'wrong')


if __name__ == '__main__':
    harness.main()
