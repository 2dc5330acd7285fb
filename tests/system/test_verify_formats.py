#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""practiced --verify and --calibrate on lessons in formats of others, and the limits that problem packages set."""

import json
import pathlib
import re
import shutil
import subprocess
import tempfile
import unittest

import harness
from harness import pairs

FORMATS = harness.TOP_SRCDIR / 'tests/data/formats'
SLOW = 'import time\nt = time.process_time()\nwhile time.process_time() < t + %g:\n    pass\n'
COUNT = 'print(*range(1, int(input()) + 1))\n'
TREE = ('[language]\nname = Python\nextensions = py\ntools = python3\nrun = python3 -B %%m %%a\n[limits]\ntime = 5s\n%s\n')


def practiced(*arguments, languages=harness.LANGUAGES):
    with tempfile.NamedTemporaryFile('w', suffix='.conf') as config:
        config.write('[sandbox]\nmode = %s\n' % harness.sandbox_mode())
        config.flush()
        return subprocess.run(
            [str(harness.TOP_BUILDDIR / 'practiced'), '--config=' + config.name, '--runner=%s' % harness.RUNNER,
             '--languages=%s' % languages, *map(str, arguments)],
            capture_output=True, text=True, check=False, timeout=600)


@unittest.skipIf(harness.sandbox_mode() != 'namespaces', 'this host can\'t isolate')
class Case(harness.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix='formats-'))
        self.addCleanup(shutil.rmtree, self.folder)

    def copy(self, name, to='kattis'):
        target = self.folder / to / pathlib.Path(name).name
        shutil.copytree(FORMATS / name, target)
        return target

    def verify(self, *arguments, languages=harness.LANGUAGES):
        """Exit status and lines, paths relative to our folder."""
        done = practiced('--verify', *arguments, languages=languages)
        self.assertEqual(done.stderr, '')
        return done.returncode, done.stdout.replace(str(self.folder.resolve()) + '/', '').splitlines()

    def expect(self, folder, status, *patterns):
        found, lines = self.verify('-q', folder)
        self.assertEqual(found, status, lines)
        self.assertEqual(len(lines), len(patterns), lines)
        for line, pattern in zip(lines, patterns):
            self.assertRegex(line, pattern)


class Verify(Case):
    def test_all_formats_are_found_with_a_line_a_lesson_and_a_sum(self):
        done = practiced('--verify', FORMATS / 'kattis/half', FORMATS / 'mini-track', FORMATS / 'classroom')
        self.assertEqual((done.returncode, done.stderr), (0, ''))
        lines = done.stdout.splitlines()
        for line in ('kattis/half: Kattis problem package, 1 step, 2 runs, 0 findings, 0 warnings',
                     'mini-track/add-up: Exercism, 1 step, 3 runs, 0 findings, 0 warnings',
                     'classroom/hello-world: GitHub Classroom, 3 steps, 3 runs, 0 findings, 0 warnings'):
            self.assertIn(line, lines)
        self.assertRegex(lines[-1], r'^5 lessons, \d+ runs, 0 findings, 0 warnings, 0 skipped$')
        self.assertEqual(len(lines), 6)

    def test_constants_stand_in_programs_and_in_arguments(self):
        done = practiced('--verify', FORMATS / 'kattis/code-word')
        self.assertEqual((done.returncode, done.stderr), (0, ''), done.stdout)

    def test_what_is_not_looked_at_is_told(self):
        package = self.copy('kattis/half')
        (package / 'submissions/submissions.yaml').write_text('{}\n')
        self.expect(package, 0, r'submissions/submissions\.yaml: warning: is not read')
        (package / 'submissions/submissions.yaml').unlink()
        shutil.rmtree(package / 'submissions/accepted')
        (package / 'submissions/accepted').mkdir()
        (package / 'submissions/accepted/a.kt').write_text('fun main() {}\n')
        self.assertTrue(any('no accepted program can be run' in line for line in self.verify('-q', package)[1]))

    def test_each_label_of_a_package(self):
        """Every program stands where it belongs, and then under each of the other labels."""
        package = self.copy('kattis/Count-Up')
        (package / '.timelimit').write_text('0.25\n')
        (package / 'submissions/compiler_error').mkdir()
        (package / 'submissions/compiler_error/none.c').write_text('int main(void) { return nothing; }\n')
        self.expect(package, 0, r'Count-Up: warning: the statement: .*`strange`')
        (package / 'submissions/time_limit_exceeded/forever.py').unlink()
        for label, name, pattern in (
                ('accepted', 'wrong_answer/one_less.py', r'label is accepted, and the case sample/\S+ is: wrong'),
                ('accepted', 'compiler_error/none.c', r'does not compile'),
                ('wrong_answer', 'accepted/count.py', r'label is wrong_answer, and it passes all cases'),
                ('wrong_answer', 'run_time_error/zero.py', r'label is wrong_answer, and the case \S+ is: runtime'),
                ('time_limit_exceeded', 'accepted/count.py', r'and it passes all cases'),
                ('run_time_error', 'wrong_answer/one_less.py', r'label is run_time_error, and the case \S+ is: wrong')):
            with self.subTest('%s as %s' % (name, label)):
                source = package / 'submissions' / name
                wrong = package / 'submissions' / label / ('misplaced' + source.suffix)
                shutil.copy(source, wrong)
                self.expect(package, 1, 'the statement', r'submissions/%s/misplaced\S+: .*%s' % (label, pattern))
                wrong.unlink()

    def test_a_label_without_one_meaning_is_skipped_but_for_what_the_source_says(self):
        package = self.copy('kattis/half')
        mixed = package / 'submissions/mixed'
        mixed.mkdir()
        (mixed / 'a.py').write_text('print(7)\n')
        self.assertTrue(any('mixed/a.py: its label has not one meaning' in line for line in self.verify(package)[1]))
        (mixed / 'a.py').write_text('# @EXPECTED_RESULTS@: WRONG-ANSWER, RUN-ERROR\nprint(7)\n')
        self.expect(package, 0)
        (mixed / 'a.py').write_text('# @EXPECTED_RESULTS@: CORRECT\nprint(7)\n')
        self.expect(package, 1, 'mixed/a.py: .*is: wrong')

    def test_what_is_too_slow_by_less_than_the_margin(self):
        package = self.copy('kattis/Count-Up')
        slow = package / 'submissions/time_limit_exceeded/nearly.c'
        (package / 'submissions/time_limit_exceeded/forever.py').unlink()
        slow.write_text('#include <stdio.h>\n#include <time.h>\nint main(void) { int n; scanf("%d", &n);\n'
                        'while (clock() < 3 * CLOCKS_PER_SEC / 20) ; for (int i = 1; i <= n; i++) printf("%d ", i); return 0; }\n')
        with (package / 'problem.yaml').open('a') as file:
            file.write('  time_safety_margin: 20\n')
        (package / '.timelimit').write_text('0.1\n')
        self.expect(package, 0, 'the statement', r'nearly\.c: warning: it is too slow by less than the package.s margin: 0\.\d+ s')

    def test_a_validator_that_fails_is_the_package_s_fault(self):
        package = self.copy('kattis/any-pair')
        validator = package / 'output_validators/pair/validate.py'
        shutil.rmtree(package / 'submissions/wrong_answer')
        validator.write_text('raise SystemExit(7)\n')
        self.expect(package, 1, r'no time limit can be measured|validator fails', r'validator fails on the case \S+: .*status 7|no time limit')

    def test_a_package_without_programs(self):
        package = self.copy('kattis/half')
        shutil.rmtree(package / 'submissions')
        self.expect(package, 0, 'submissions: warning: no accepted program')

    def test_a_package_that_cannot_be_read(self):
        package = self.copy('kattis/half')
        (package / 'problem.yaml').write_text('type: [\n')
        self.expect(package, 1, r'half/problem\.yaml:\d+:\d+: ')

    def test_an_example_that_fails_and_a_stub_that_passes(self):
        track = self.copy('mini-track', 'tracks')
        exercise = track / 'exercises/practice/echo-back'
        stub = (exercise / 'echo_back.py').read_text()
        shutil.copy(exercise / '.meta/exemplar.py', exercise / 'echo_back.py')
        self.expect(track, 0, 'echo-back/.meta/config.json: warning: the stub passes already')
        (exercise / '.meta/exemplar.py').write_text(stub)
        (exercise / 'echo_back.py').write_text(stub)
        self.expect(exercise, 1, 'config.json: the example does not pass the tests')

    def test_a_track_that_names_what_is_not_there(self):
        track = self.copy('mini-track', 'tracks')
        shutil.rmtree(track / 'exercises/practice/add-up')
        self.expect(track, 1, r'config\.json: exercises: there is no folder for add-up')
        (track / 'config.json').write_text('{"exercises": \n')
        self.expect(track, 1, r'mini-track/config\.json:\d+')

    def test_a_test_whose_tool_is_missing(self):
        assignment = self.copy('classroom/Hello-World', 'classroom')
        path = assignment / '.github/classroom/autograding.json'
        tests = json.loads(path.read_text())
        tests['tests'][0].update(setup='', run='no-such-tool --version', input='', output='')
        path.write_text(json.dumps(tests))
        self.expect(assignment, 1, r'autograding\.json: test .*: a tool is not installed here: .*no-such-tool: command not found')


class Calibrate(Case):
    def setUp(self):
        super().setUp()
        self.package = self.copy('kattis/Count-Up')
        (self.package / '.timelimit').unlink()
        problem = self.package / 'problem.yaml'
        self.assertIn('limits:\n  memory: 512\n', problem.read_text())
        self.state = self.folder / 'state'
        self.state.mkdir()
        for path in (self.package / 'data/secret').glob('02*'):
            path.unlink()
        self.languages = self.folder / 'languages.d'
        self.languages.mkdir()
        (self.languages / 'python.ini').write_text(TREE % '')

    def accepted(self, source):
        shutil.rmtree(self.package / 'submissions')
        (self.package / 'submissions/accepted').mkdir(parents=True)
        (self.package / 'submissions/accepted/a.py').write_text(source)

    def calibrate(self):
        done = practiced('--calibrate', '--state=%s' % self.state, self.folder / 'kattis', languages=self.languages)
        self.assertEqual((done.returncode, done.stderr), (0, ''), done.stdout)
        return float(re.search(r'time limit ([\d.]+) s: ', done.stdout).group(1))

    def multipliers(self, legacy):
        path = self.package / 'problem.yaml'
        path.write_text(path.read_text().replace('limits:\n', 'limits:\n' + legacy))

    def test_the_slowest_accepted_makes_the_limit(self):
        self.accepted(COUNT)
        self.multipliers('  time_multiplier: 2\n')
        self.assertEqual(self.calibrate(), 1)
        self.accepted(SLOW % 0.7 + COUNT)
        self.assertEqual(self.calibrate(), 2)

    def test_in_2025_to_a_multiple_of_the_resolution(self):
        (self.package / 'problem_statement').rename(self.package / 'statement')
        path = self.package / 'problem.yaml'
        path.write_text('problem_format_version: 2025-09\n' + path.read_text())
        self.multipliers('  time_multipliers: {ac_to_time_limit: 4}\n  time_resolution: 0.25\n')
        self.accepted(SLOW % 0.3 + COUNT)
        limit = self.calibrate()
        self.assertTrue(limit % 0.25 == 0 and 1.25 <= limit < 3, limit)

    def test_the_daemon_takes_what_was_measured_until_the_package_changes(self):
        self.accepted(COUNT)
        self.multipliers('  time_multiplier: 1\n')
        server = self.daemon(catalog=self.folder, languages=self.languages, state=self.state)
        call = server.client().call
        call('START', 'count-up', 'language=python')
        slow = ['CHECK', 'count-up', 'step=solve', 'a.py', SLOW % 1.2 + COUNT]

        def judged():
            reply = call(*slow)
            self.assertIsInstance(reply, list, reply)
            return pairs(reply[-1])['verdict']

        self.assertIn('Time limit: 10 s a case. The package leaves it to a measurement', '\n'.join(call('TEXT', 'count-up')))
        self.assertEqual(self.calibrate(), 1)
        call('RELOAD')
        self.assertIn('*Time limit: 1 s a case, measured on this host.*', call('TEXT', 'count-up'))
        self.assertEqual(judged(), 'timeout')
        (self.package / 'submissions/accepted/b.py').write_text('# another way\n' + COUNT)
        (self.package / 'data/secret/03.in').write_text('3\n')
        (self.package / 'data/secret/03.ans').write_text('1 2 3\n')
        call('RELOAD')
        self.assertIn('Time limit: 10 s a case. The package leaves it', '\n'.join(call('TEXT', 'count-up')))
        self.assertEqual(judged(), 'pass')

    def test_a_bad_file_of_measurements_is_told_and_nothing_else(self):
        (self.state / 'time-limits').write_text('something else\n')
        call = self.daemon(catalog=self.folder, languages=self.languages, state=self.state).client().call
        problems = harness.values(call('STATS'), 'Problem')
        self.assertTrue(any('time-limits: is passed over' in problem and '--calibrate' in problem for problem in problems), problems)
        self.assertEqual(len(harness.rows(call('LIST'))), 1)
        self.accepted(COUNT)
        self.assertEqual(self.calibrate(), 1)


class Limits(Case):
    """Each limit of a package, at it and beyond it."""

    def setUp(self):
        super().setUp()
        self.package = self.copy('kattis/Count-Up')
        self.languages = self.folder / 'languages.d'
        self.languages.mkdir()
        for name in ('c', 'cpp'):
            shutil.copy(harness.LANGUAGES / (name + '.ini'), self.languages)
        (self.languages / 'python.ini').write_text(TREE % '')

    def limits(self, text, time='2'):
        path = self.package / 'problem.yaml'
        path.write_text(re.sub(r'^limits:\n(  .*\n)*', '', path.read_text(), flags=re.MULTILINE) + 'limits:\n' + text)
        (self.package / '.timelimit').write_text(time + '\n')

    def check(self, source, name='a.py', language='python'):
        call = self.daemon(catalog=self.folder, languages=self.languages).client().call
        call('START', 'count-up', 'language=' + language)
        return call('CHECK', 'count-up', 'step=solve', 'language=' + language, name, source)

    def verdict(self, *words):
        reply = self.check(*words)
        self.assertIsInstance(reply, list, reply)
        return pairs(reply[-1])['verdict']

    def test_time_is_of_the_processor(self):
        self.limits('  memory: 256\n', time='1')
        self.assertEqual(self.verdict('import time\ntime.sleep(1.3)\n' + COUNT), 'pass')
        self.assertEqual(self.verdict(SLOW % 1.2 + COUNT), 'timeout')
        self.assertEqual(self.verdict('import time\ntime.sleep(4)\n' + COUNT), 'timeout')

    def test_a_language_may_get_more(self):
        self.limits('  memory: 256\n', time='0.25')
        self.assertEqual(self.verdict(SLOW % 0.4 + COUNT), 'timeout')
        (self.languages / 'python.ini').write_text(TREE % 'contest-time = 8')
        self.assertEqual(self.verdict(SLOW % 0.4 + COUNT), 'pass')

    def test_memory(self):
        self.limits('  memory: 128\n')
        self.assertEqual(self.verdict('x = bytearray(60 << 20)\n' + COUNT), 'pass')
        self.assertIn(self.verdict('x = bytearray(140 << 20)\n' + COUNT), ('memory', 'runtime'))

    def test_the_stack_is_as_large_as_memory(self):
        deep = ('#include <stdio.h>\nstatic int f(int n) { volatile char a[1024]; a[0] = 1; return n == 0 ? 0 : f(n - 1) + a[0]; }\n'
                'int main(void) { int n; if (scanf("%%d", &n) != 1 || f(%d) < 0) return 1;\n'
                'for (int i = 1; i <= n; i++) printf("%%d ", i); return 0; }\n')
        self.limits('  memory: 256\n')
        self.assertEqual(self.verdict(deep % 150000, 'a.c', 'c'), 'pass')
        self.assertNotEqual(self.verdict(deep % 400000, 'a.c', 'c'), 'pass')

    def test_output(self):
        self.limits('  output: 1\n')
        self.assertEqual(self.verdict(COUNT + 'print(" " * ((1 << 20) - 100))\n'), 'pass')
        self.assertEqual(self.verdict(COUNT + 'print(" " * (1 << 20))\n'), 'output')

    def test_code(self):
        self.limits('  code: 1\n')
        fill = '#' * (1024 - len(COUNT))
        self.assertEqual(self.verdict(COUNT + fill), 'pass')
        self.assertError(self.check(COUNT + fill + '#'), 'TOOBIG', '1024 bytes')

    def test_time_of_the_compiler(self):
        slow = '#include <stdio.h>\n' + ''.join('static int f%d(int x) { return x %% %d ? f%d(x / 2) : x; }\n' % (i, i, i - 1) if i else
                                               'static int f0(int x) { return x; }\n' for i in range(10))
        self.limits('  compilation_time: 30\n  compilation_memory: 1024\n')
        source = slow + 'int main(void) { int n; scanf("%d", &n); for (int i = 1; i <= n; i++) printf("%d ", i); return f9(0); }\n'
        self.assertEqual(self.verdict(source, 'a.c', 'c'), 'pass')

    def test_a_validator_s_time_and_memory(self):
        package = self.copy('kattis/any-pair', 'kattis2')
        validator = package / 'output_validators/pair/validate.py'
        code, problem = validator.read_text(), (package / 'problem.yaml').read_text()
        call = self.daemon(catalog=self.folder, languages=self.languages).client().call

        def judged(extra, limits):
            validator.write_text(extra + code)
            (package / 'problem.yaml').write_text(problem + 'limits:\n' + limits)
            call('RELOAD')
            call('START', 'any-pair', 'language=python')
            reply = call('CHECK', 'any-pair', 'step=solve', 'a.py', (FORMATS / 'kattis/any-pair/submissions/accepted/pair.py').read_bytes())
            self.assertIsInstance(reply, list, reply)
            return pairs(reply[-1])['verdict']

        self.assertEqual(judged(SLOW % 1, '  validation_time: 10\n'), 'pass')
        self.assertEqual(judged('x = bytearray(400 << 20)\n', '  validation_memory: 1024\n'), 'pass')

    def test_wrong_limits_are_told_with_their_line(self):
        for text, pattern in (('  memory: -1\n', 'limits.memory: expected a number above 0'),
                              ('  memory: 65537\n', 'limits.memory: .*at most 65536'),
                              ('  output: a lot\n', 'limits.output'), ('  code: 0\n', 'limits.code'),
                              ('  output: 65\n', 'limits.output: .*at most 64'),
                              ('  time_multiplier: 0.5\n', 'multipliers of time that are at least 1'),
                              ('  time_multiplier: 101\n', 'limits.time_multiplier: .*at most 100'),
                              ('  compilation_time: 601\n', 'limits.compilation_time: .*at most 600')):
            with self.subTest(text):
                self.limits(text)
                self.expect(self.package, 1, r'problem\.yaml:\d+:\d+: .*' + pattern)
        self.limits('  memory: 512\n', time='soon')
        self.expect(self.package, 1, r'\.timelimit: expected a time limit in seconds')


if __name__ == '__main__':
    harness.main()
