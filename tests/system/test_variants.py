#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""A step whose generator makes other data for reviews: the course of practice-lesson(5), whose step has one."""

import pathlib
import re
import shutil
import tempfile
import time
import unittest

import harness
from test_verify import take_example

WRONG = 'print("wrong")\n'
SHOWS_INPUT = 'import sys\nprint(repr(sys.stdin.read()))\n'


class Variants(harness.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix='variants-'))
        self.folder.chmod(0o755)
        self.addCleanup(shutil.rmtree, self.folder)
        take_example(self.folder)
        self.lesson = self.folder / 'basics/sum'
        self.right = (self.lesson / 'solution/python/sum.py').read_text(encoding='utf-8')

    def start(self, **settings):
        self.served = self.daemon(catalog=self.folder, **settings)
        self.client = self.served.client()
        self.client.call('START', 'sum')
        return self.client

    def generate(self, text):
        (self.lesson / 'generate.py').write_text(text, encoding='utf-8')

    def change(self, old, new):
        path = self.lesson / 'lesson.ini'
        text = path.read_text(encoding='utf-8')
        self.assertIn(old, text)
        path.write_text(text.replace(old, new, 1), encoding='utf-8')

    def check(self, program):
        """The attempt's line, its last line."""
        reply = self.client.call('CHECK', 'sum', 'step=add', 'sum.py', program)
        return harness.pairs(reply[0]), harness.pairs(reply[-1])

    def attempt(self, first, **names):
        return self.client.call('ATTEMPT', first['attempt'], **names)

    def test_first_attempts_have_the_plain_cases_and_later_ones_others(self):
        self.start()
        for program in (WRONG, self.right):
            first, _ = self.check(program)
            self.assertNotIn('variant', first)
            self.assertNotIn('Variant', harness.fields(self.attempt(first)))
        seeds = set()
        for _ in range(3):
            first, last = self.check(self.right)
            self.assertEqual(last['verdict'], 'pass')
            self.assertEqual(harness.fields(self.attempt(first))['Variant'], first['variant'])
            seeds.add(first['variant'])
        self.assertEqual(len(seeds), 3)

    def test_always_means_the_first_attempt_too(self):
        self.change('generator-language', 'variants = always\ngenerator-language')
        self.start()
        self.assertIn('variant', self.check(self.right)[0])

    def test_a_lesson_begun_anew_is_still_known(self):
        self.start()
        self.check(self.right)
        self.client.call('RESET', 'sum')
        self.client.call('START', 'sum')
        self.assertIn('variant', self.check(self.right)[0])

    def test_the_solution_of_the_plain_cases_alone_is_no_pass(self):
        self.start()
        self.check(self.right)
        _, last = self.check('import sys\nprint(9 if "4" in sys.stdin.read().split() else 0)\n')
        self.assertEqual(last['verdict'], 'wrong')

    def test_the_difference_shown_is_to_what_this_attempt_was_given(self):
        self.generate('import sys\nfor i in range(2):\n    print("@case", "@in", i, sys.argv[1], "@out", "sum-" + sys.argv[1], sep="\\n")\n')
        self.start()
        self.check(self.right)
        first, last = self.check(SHOWS_INPUT)
        self.assertEqual(last['verdict'], 'wrong')
        diff = harness.values(self.attempt(first), 'Diff')
        self.assertIn('- sum-' + first['variant'], diff)
        self.assertIn("+ '0\\n%s\\n'" % first['variant'], diff)

    def test_what_the_generator_does_not_say_the_solution_says(self):
        self.start()
        self.check(self.right)
        first, last = self.check(SHOWS_INPUT)
        self.assertEqual(last['verdict'], 'wrong')
        expected, given = [next(row[2:] for row in harness.values(self.attempt(first), 'Diff') if row[0] == sign) for sign in '-+']
        self.assertEqual(int(expected), sum(map(int, re.findall(r'-?\d+', given))))

    def assertFaulty(self, problem):
        """An attempt with that generator is internal, and says what is wrong to an instructor."""
        self.start(config={'limits': {'time': '2s'}})
        self.assertEqual(self.check(self.right)[1]['verdict'], 'pass')
        first, last = self.check(self.right)
        self.assertEqual(last['verdict'], 'internal')
        self.assertIn('a mistake of the lesson and not yours', last['detail'])
        self.assertNotRegex(last['detail'], problem)
        fields = harness.fields(self.attempt(first))
        self.assertRegex(fields['VariantProblem'], problem)
        self.assertRegex(self.served.log(), 'The generator of basics/sum, step add, made no data with the seed %s: .*' % first['variant'])
        self.assertEqual(self.check(WRONG)[1]['verdict'], 'internal')

    def test_a_generator_that_fails(self):
        self.generate('import sys\nsys.exit("no luck")\n')
        self.assertFaulty('the generator: runtime.*no luck')

    def test_a_generator_that_is_too_slow(self):
        self.generate('while True:\n    pass\n')
        self.assertFaulty('the generator: timeout')

    def test_a_generator_that_prints_too_much(self):
        self.generate('print("@case\\n@in")\nprint("x" * 70000)\nprint("@case\\n@in")\n')
        self.assertFaulty('the generator: output|more than 64 KiB')

    def test_a_generator_of_too_few_cases(self):
        self.generate('print("@case\\n@in\\n1")\n')
        self.assertFaulty('1 cases, the step has 2')

    def test_a_generator_that_prints_something_else(self):
        self.generate('print("@case\\n@what\\n1")\n')
        self.assertFaulty('line 2: expected @case')

    def test_input_that_the_solution_can_not_take(self):
        self.generate('print("@case\\n@in\\nx\\n@case\\n@in\\n1")\n')
        self.assertFaulty('the solution: runtime.*')

    def test_a_generator_whose_language_is_missing_leaves_the_plain_cases(self):
        languages = self.folder / 'languages.d'
        shutil.copytree(harness.LANGUAGES, languages)
        (languages / 'perl.ini').write_text(re.sub(r'^tools = .*$', 'tools = perl99', (languages / 'perl.ini').read_text(encoding='utf-8'),
                                                   flags=re.MULTILINE), encoding='utf-8')
        self.change('generator-language = python', 'generator-language = perl')
        self.start(languages=languages)
        self.check(self.right)
        first, last = self.check(self.right)
        self.assertNotIn('variant', first)
        self.assertEqual(last['verdict'], 'pass')

    def test_killed_and_started_again_it_has_the_same_data(self):
        """The daemon dies while the attempt's own program runs: what was made for it is kept."""
        self.generate('import sys\nfor i in range(2):\n    print("@case", "@in", sys.argv[1], "@out", "sum-" + sys.argv[1], sep="\\n")\n')
        self.change('cases = tests/add*', 'cases = tests/add*\ntime = 20s')
        self.start()
        self.check(self.right)
        self.client.send(harness.array('CHECK', 'sum', 'step=add', 'sum.py',
                                       'import sys, time\nseed = sys.stdin.read().strip()\ntime.sleep(2)\nprint("sum-" + seed)\n'))
        seed = self.wait_for_running()
        self.served.kill()
        self.served.start()
        self.client = self.served.client()
        deadline = time.monotonic() + harness.TIMEOUT
        while time.monotonic() < deadline:
            fields = harness.fields(self.client.call('ATTEMPT', '2'))
            if fields['State'] == 'done':
                break
            time.sleep(0.1)
        self.assertEqual((fields['State'], fields['Verdict'], fields['Variant']), ('done', 'pass', seed))

    def wait_for_running(self):
        other = self.served.client()
        deadline = time.monotonic() + harness.TIMEOUT
        while time.monotonic() < deadline:
            reply = other.call('ATTEMPT', '2')
            if not isinstance(reply, harness.Error) and harness.fields(reply)['State'] == 'running':
                return harness.fields(reply)['Variant']
            time.sleep(0.05)
        self.fail('the attempt never ran')


class Shipped(harness.TestCase):
    NAME = 'backend/client-server'
    LESSON = harness.TOP_SRCDIR / 'lessons' / NAME

    def test_solutions_pass_what_the_shipped_generator_makes_and_starters_fail(self):
        call = self.daemon(catalog=self.shipped(self.NAME)).client().call
        call('START', 'client-server')
        seeds = []
        for turn in range(6):
            for language, name in (('c', 'parse.c'), ('python', 'parse.py'), ('sh', 'parse.sh')):
                for kind, verdict in (('solution', 'pass'), ('starter', 'wrong')):
                    content = (self.LESSON / kind / language / name).read_bytes()
                    reply = call('CHECK', 'client-server', 'step=parse', 'language=' + language, name, content)
                    self.assertEqual(harness.pairs(reply[-1])['verdict'], verdict, (reply, language, kind))
                    seeds.append(harness.pairs(reply[0]).get('variant'))
        self.assertEqual(seeds[0], None)
        self.assertEqual(len(set(seeds[1:])), len(seeds) - 1, seeds)


if __name__ == '__main__':
    harness.main()
