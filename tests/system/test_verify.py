#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""practiced --verify: the lesson of practice-lesson(5) is sound, and each mistake that is made in it is told, with file and line."""

import os
import pathlib
import re
import shutil
import subprocess
import tempfile
import unittest

import harness

PAGE = harness.TOP_SRCDIR / 'man/practice-lesson.5'
LANGUAGES_DIR = harness.LANGUAGES
ORDINARY_UID = 61234  # root may read everything


def take_example(folder):
    """Writes the files that stand in the page's example below the folder."""
    text = PAGE.read_text(encoding='utf-8').split('.\\" The files of the example', 1)[1].split('.\\" The end of the example', 1)[0]
    for name, body in re.findall(r'^\.Pa (\S+) :\n\.Bd -literal -offset indent\n(.*?)^\.Ed$', text, re.MULTILINE | re.DOTALL):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(re.sub(r'^\\&', '', body, flags=re.MULTILINE).replace('\\e', '\\'), encoding='utf-8')


def verify(*arguments, runs=1, **who):
    with tempfile.NamedTemporaryFile('w', suffix='.conf') as config:
        config.write('[sandbox]\nmode = %s\n' % harness.sandbox_mode())
        config.flush()
        os.chmod(config.name, 0o644)
        return subprocess.run(
            [str(harness.TOP_BUILDDIR / 'practiced'), '--verify', '--config=' + config.name, '--runner=%s' % harness.RUNNER,
             '--languages=%s' % LANGUAGES_DIR, '--runs=%d' % runs, *map(str, arguments)],
            capture_output=True, text=True, check=False, timeout=600, **who)


class Verify(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix='verify-'))
        self.addCleanup(shutil.rmtree, self.folder)
        take_example(self.folder)
        self.lesson = self.folder / 'basics/sum'

    def change(self, name, old, new):
        path = self.lesson / name
        text = path.read_text(encoding='utf-8')
        self.assertIn(old, text)
        path.write_text(text.replace(old, new, 1), encoding='utf-8')

    def findings(self, runs=1):
        """Lines "file:line: message", files relative to the lesson."""
        done = verify('--quiet', self.lesson, runs=runs)
        lines = done.stdout.splitlines()
        self.assertEqual(done.returncode, 1 if any(': warning: ' not in line for line in lines) else 0, done.stderr)
        prefix = str(self.lesson.resolve()) + '/'
        for line in lines:
            self.assertTrue(line.startswith(prefix), line)
        return [line[len(prefix):] for line in lines]

    def expect(self, *wanted, runs=1):
        """These findings and no other."""
        found = self.findings(runs)
        self.assertEqual(len(found), len(wanted), found)
        for line, pattern in zip(found, wanted):
            self.assertRegex(line, '^' + pattern)

    # The whole.

    def test_the_example_of_the_page_is_sound_in_ten_runs(self):
        done = verify(self.folder / 'basics', runs=10)
        page = PAGE.read_text(encoding='utf-8').split('says of it:', 1)[1].split('.Ed', 1)[0]
        self.assertEqual((done.returncode, done.stderr), (0, ''))
        self.assertEqual(done.stdout, page.split('.Bd -literal -offset indent\n', 1)[1])

    def test_a_lesson_a_course_and_a_catalog_are_found(self):
        for folder in (self.lesson, self.lesson.parent, self.folder):
            self.assertIn('\n1 lesson, 6 runs, 0 findings', '\n' + verify(folder).stdout.partition('\n')[2])

    def test_quiet_prints_nothing_of_a_sound_lesson(self):
        self.assertEqual(verify('-q', self.lesson).stdout, '')

    def test_one_language_or_step_alone(self):
        self.assertIn('1 lesson, 0 runs', verify('--language=c', self.lesson).stdout)
        self.assertIn('1 lesson, 0 runs', verify('--step=other', self.lesson).stdout)
        self.assertIn('1 lesson, 6 runs', verify('--step=add', '--language=python', self.lesson).stdout)

    def test_usage_and_a_folder_without_lessons_end_with_2(self):
        for arguments in ((), ('--runs=0', self.lesson), ('--runs=101', self.lesson), ('--frob', self.lesson),
                          ('/nonexistent',), (self.lesson / 'tests',)):
            done = verify(*arguments)
            self.assertEqual((done.returncode, done.stdout), (2, ''), arguments)
            self.assertTrue(done.stderr.startswith('practiced: '), done.stderr)

    def test_a_folder_that_may_not_be_read_is_told_and_the_rest_looked_at(self):
        who = {'user': ORDINARY_UID, 'group': ORDINARY_UID, 'extra_groups': []} if os.geteuid() == 0 else {}
        try:
            subprocess.run([str(harness.TOP_BUILDDIR / 'practiced'), '--version'], check=True, capture_output=True, **who)
        except OSError:
            self.skipTest('an ordinary user can not reach the build')
        self.folder.chmod(0o755)
        for name, told in (('basics/closed', 'may not be read'), ('closed', "it can't be read: Permission denied")):
            closed = self.folder / name
            closed.mkdir()
            closed.chmod(0)
            done = verify('-q', self.folder, **who)
            self.assertEqual((done.returncode, done.stdout), (1, '%s: %s\n' % (closed.resolve(), told)))
            closed.rmdir()
        closed.mkdir()
        closed.chmod(0)
        done = verify('-q', closed, **who)
        self.assertEqual((done.returncode, done.stderr), (1, ''))
        self.assertIn('closed: it can\'t be read', done.stdout)

    def test_a_course_tells_its_own_mistakes(self):
        (self.lesson.parent / 'course.ini').write_text('[course]\ntitle = Basics\nlessons = sum gone\n', encoding='utf-8')
        done = verify('-q', self.lesson.parent)
        self.assertEqual(done.returncode, 1)
        self.assertRegex(done.stdout, r'basics/course.ini:3: .*gone')

    # Manifest and files.

    def test_a_mistake_in_the_manifest(self):
        self.change('lesson.ini', 'minutes = 3', 'minutes = soon')
        self.expect(r'lesson\.ini:4: .*soon')

    def test_a_file_that_is_named_but_not_there(self):
        (self.lesson / 'step-add.md').unlink()
        self.expect(r'lesson\.ini:13: text: step-add\.md ')

    def test_a_solution_that_is_not_there(self):
        (self.lesson / 'solution/python/sum.py').unlink()
        self.expect(r'lesson\.ini:12: .*solution/python/sum\.py is missing')

    def test_a_file_that_nobody_names_is_a_warning(self):
        (self.lesson / 'tests/ad9.in').write_text('', encoding='utf-8')
        self.expect(r'tests/ad9\.in: warning: ')

    def test_a_step_without_hint(self):
        self.change('lesson.ini', 'hint = int() makes a number of a line.\n', '')
        self.expect(r'lesson\.ini:12: step add has no hint')

    def test_what_the_manifest_should_say(self):
        for key in ('summary', 'goal', 'minutes', 'quiz'):
            with self.subTest(key):
                take_example(self.folder)
                text = (self.lesson / 'lesson.ini').read_text(encoding='utf-8')
                (self.lesson / 'lesson.ini').write_text(re.sub(r'^%s = .*\n' % key, '', text, flags=re.MULTILINE), encoding='utf-8')
                self.assertRegex(self.findings()[0], r'^lesson\.ini:1: .*no %s =' % key)

    def test_lessons_before_and_after_that_are_not_there(self):
        self.change('lesson.ini', 'quiz =', 'after = basics/gone\nnext = basics/sun\nquiz =')
        self.expect(r'lesson\.ini:1: after = basics/gone: ', r'lesson\.ini:1: next = basics/sun: ')
        self.change('lesson.ini', 'after = basics/gone\nnext = basics/sun', 'after = basics/sum')
        self.expect()

    # Programs.

    def test_a_solution_that_fails(self):
        self.change('solution/python/sum.py', 'total += int(line)', 'total = int(line)')
        self.expect(r'solution/python/sum\.py:1: step add: the solution fails the case add1: wrong',
                    r'solution/python/sum\.py:1: step add: the solution fails the case add2: wrong')

    def test_a_solution_that_fails_now_and_then(self):
        self.change('solution/python/sum.py', 'print(total)', 'import random\nprint(total + (random.SystemRandom().random() < 0.5))')
        found = self.findings(runs=100)
        self.assertTrue(any(re.match(r'solution/python/sum\.py:1: step add: the solution passed the case add1 in \d+ of 100 runs only', line)
                            for line in found), found)

    def test_a_starter_that_passes(self):
        shutil.copy(self.lesson / 'solution/python/sum.py', self.lesson / 'starter/python/sum.py')
        self.expect(r'starter/python/sum\.py:1: step add: the starter passes already')
        self.change('lesson.ini', 'check = output', 'check = output\nexample = yes')
        self.expect()

    def test_an_example_whose_starter_fails(self):
        self.change('lesson.ini', 'check = output', 'check = output\nexample = yes')
        self.expect(r'starter/python/sum\.py:1: step add: the starter of an example has to pass, it fails the case add1: wrong')

    def test_a_pattern_that_fits_everything(self):
        self.change('lesson.ini', 'check = output', 'check = output\ncompare = regex')
        self.change('tests/add1.out', '9', '.*')
        self.expect(r'tests/add1\.out:1: step add: any output at all would pass')

    def test_an_expected_output_that_is_not_looked_at(self):
        self.change('lesson.ini', 'check = output', 'check = checker\njudge = judge.py\njudge-language = python')
        (self.lesson / 'judge.py').write_text('import sys\nanswer = sys.stdin.read()\nsys.exit(42 if answer.count("\\n") == 1 else 43)\n',
                                              encoding='utf-8')
        self.expect(r'tests/add1\.out:1: .*changed, the case passes', r'tests/add2\.out:1: .*changed, the case passes')
        for name in ('add1', 'add2'):
            (self.lesson / ('tests/%s.out' % name)).write_text('', encoding='utf-8')
        self.expect()

    def test_an_early_exit_that_passes_a_test_suite(self):
        self.change('lesson.ini', 'cases = tests/add*', 'tests.python = suite\ntest.python = python3 test_sum.py\nproof = 1 test ran')
        self.change('lesson.ini', 'check = output', 'check = tests')
        self.change('lesson.ini', 'generator = generate.py\ngenerator-language = python\n', '')
        (self.lesson / 'generate.py').unlink()
        shutil.rmtree(self.lesson / 'tests')
        (self.lesson / 'suite').mkdir()
        suite = self.lesson / 'suite/test_sum.py'
        body = ('import subprocess, sys\n'
                'done = subprocess.run([sys.executable, "/box/sum.py"], input="1\\n2\\n", text=True, capture_output=True)\n'
                'if done.stdout not in (%s):\n    sys.exit(1)\nprint("1 test ran")\n')
        suite.write_text(body % '"3\\n",', encoding='utf-8')
        self.change('lesson.ini', 'test.python = python3 test_sum.py\n', 'main.python = test_sum.py\n')
        self.expect()
        suite.write_text(body % '"3\\n", ""', encoding='utf-8')
        self.expect(r'lesson\.ini:12: step add: a submission in python that ends at once')

    def test_a_solution_that_does_not_compile(self):
        if not shutil.which('cc'):
            self.skipTest('no C compiler')
        self.in_c('int main(void)\n{\n\treturn x;\n}\n')
        self.expect(r'solution/c/sum\.c:1: step add: the solution does not compile \(compile\): .*')

    def test_what_a_compiler_says_is_a_warning(self):
        if not shutil.which('cc'):
            self.skipTest('no C compiler')
        self.in_c('#include <stdio.h>\n#warning look\nint main(void)\n{\n\tlong n, sum = 0;\n\twhile (scanf("%ld", &n) == 1)\n\t\tsum += n;\n'
                  '\tprintf("%ld\\n", sum);\n\treturn 0;\n}\n')
        self.assertTrue(all(re.match(r'solution/c/sum\.c:1: warning: step add: the compiler', line) for line in self.findings()))

    def in_c(self, solution):
        """The step in C instead of Python."""
        self.change('lesson.ini', 'languages = python', 'languages = c')
        self.change('lesson.ini', 'files = sum.py', 'files = sum.c')
        for name, text in (('starter', 'int main(void)\n{\n\treturn 0;\n}\n'), ('solution', solution)):
            shutil.rmtree(self.lesson / name)
            (self.lesson / name / 'c').mkdir(parents=True)
            (self.lesson / name / 'c/sum.c').write_text(text, encoding='utf-8')

    def test_a_tool_that_is_missing_is_told_as_skipped_with_its_package(self):
        languages = self.folder / 'languages.d'
        shutil.copytree(harness.LANGUAGES, languages)
        path = languages / 'python.ini'
        path.write_text(re.sub(r'^tools = .*$', 'tools = python99', path.read_text(encoding='utf-8'), flags=re.MULTILINE), encoding='utf-8')
        done = verify('--languages=%s' % languages, self.lesson)
        self.assertEqual(done.returncode, 0)
        self.assertIn('skipped: basics/sum, step add: Python needs python99 (package python3)\n', done.stdout)

    # Quiz and text.

    def test_a_mistake_in_the_quiz_has_a_column(self):
        self.change('quiz.gift', '{TRUE}', '{TRUE')
        self.expect(r'quiz\.gift:3:\d+: ')

    def test_a_question_without_right_answer(self):
        self.change('quiz.gift', '{TRUE}', '{=%50%half =%20%less}')
        self.expect(r'quiz\.gift:3:1: no answer is wholly right')

    def test_every_kind_of_question_is_answered(self):
        self.change('quiz.gift', '{TRUE}', '{~%50%a ~%50%b ~c}\n\n::S:: Say it. {=no\\*ne =*x y*}\n\n::N:: Which? {#=3:0.5 =%50%9:1}\n\n'
                    '::M:: Match. {=a -> 1 =b -> 2 =c -> 1}\n\n::E:: Tell. {}\n\n::F:: False? {F}\n\nJust text.')
        self.expect()

    def test_a_part_that_is_missing(self):
        self.change('lesson.md', '### Tips', '### Hints')
        self.expect(r'lesson\.md:1: a part is missing: Tips')

    def test_a_part_that_stands_too_early(self):
        self.change('lesson.md', '## Continue learning', '## Once more')
        self.change('lesson.md', '## Learning goals', '## Continue learning\n\nText.\n\n## Learning goals')
        found = self.findings()
        self.assertIn('lesson.md:6: this part stands too early, it belongs behind: Quick knowledge check', found)

    def test_parts_without_what_they_are_for(self):
        self.change('lesson.md', '1. Read lines until there are no more.\n2. Keep a running sum.\n', 'To add.\n')
        self.change('lesson.md', '```text\n9\n```', 'Nine.')
        self.expect(r'lesson\.md:6: there is no list here: Learning goals', r'lesson\.md:\d+: there is no block of code here: Expected output')

    def test_a_title_that_is_another(self):
        self.change('lesson.md', '# Adding Up', '# Adding')
        self.change('step-add.md', '# Add up the numbers', 'Add up the numbers')
        self.expect(r'lesson\.md:1: .*Adding Up', r'step-add\.md:1: .*Add up the numbers')

    def test_a_title_without_introduction(self):
        text = (self.lesson / 'lesson.md').read_text(encoding='utf-8')
        (self.lesson / 'lesson.md').write_text(text[:12] + text[text.index('\n## Learning'):], encoding='utf-8')
        self.expect(r'lesson\.md:1: the title has no introduction')

    def test_a_picture_that_is_too_wide(self):
        self.change('lesson.md', 'line:     2', 'line: ' + '-' * 90)
        self.expect(r'lesson\.md:\d+: the picture is \d+ columns wide')

    def test_control_characters_in_a_text(self):
        self.change('lesson.md', '# Adding Up\n', '# Adding Up\n\n\tTabs\x1b[2J are all right.\n')
        self.change('step-add.md', '# Add up the numbers\n', '# Add up the numbers\n\nA C1 one: \x9b.\n')
        self.expect(r'lesson\.md:3: a control character \(U\+001B\)', r'step-add\.md:3: a control character \(U\+009B\)')

    def test_links_that_lead_nowhere(self):
        for target, words in (('gone.md', 'leads nowhere'), ('#gone', 'no heading'), ('/usr/share/doc', 'relative'), ('gopher:x', 'what kind'),
                              ('socket(2)', 'leads nowhere|man page'), ('basics/gone', 'leads nowhere')):
            with self.subTest(target):
                take_example(self.folder)
                self.change('step-add.md', 'lesson.md#the-core-concept', target if '(' not in target else '<socket(2)>')
                self.expect(r'step-add\.md:4: .*(%s)' % words)

    def test_links_that_lead_somewhere(self):
        for target in ('#add-up-the-numbers', 'step-add.md', '../sum/lesson.md', 'basics/sum', 'https://example.org/'):
            with self.subTest(target):
                take_example(self.folder)
                self.change('step-add.md', 'lesson.md#the-core-concept', target)
                self.expect()


if __name__ == '__main__':
    harness.main()
