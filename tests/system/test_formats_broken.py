#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Lessons of others that are broken: each is told with file and line, and all others are served."""

import json
import os
import pathlib
import re
import shutil
import tempfile
import time
import unittest

import harness
from harness import fields, pairs, rows, values

FORMATS = harness.TOP_SRCDIR / 'tests/data/formats'
GONE = object()  # in place of a file's content


class Link(str):
    """A link to there, in place of a file's content."""


PACKAGE = {'problem.yaml': 'problem_format_version: 2025-09\nname: Twice\ntype: pass-fail\n',
           'statement/problem.en.md': 'Print twice the number.\n',
           'data/sample/1.in': '1\n', 'data/sample/1.ans': '2\n', 'data/secret/1.in': '21\n', 'data/secret/1.ans': '42\n'}
LEGACY = {'problem.yaml': 'name: Twice\n', 'problem_statement/problem.en.tex': '\\problemname{Twice}\nPrint twice the number.\n',
          'data/sample/1.in': '1\n', 'data/sample/1.ans': '2\n', 'data/secret/1.in': '21\n', 'data/secret/1.ans': '42\n'}
EXERCISE = {'.meta/config.json': '{"files": {"solution": ["a.py"], "test": ["a_test.py"], "example": [".meta/example.py"]}}\n',
            '.meta/example.py': 'ok = True\n', 'a.py': '', '.docs/instructions.md': '# Instructions\n\nDo it.\n',
            'a_test.py': 'import unittest\nfrom a import ok\nclass T(unittest.TestCase):\n    def test_a(self):\n        self.assertTrue(ok)\n'}
TESTS = '.github/classroom/autograding.json'
ASSIGNMENT = {'README.md': '# Hello\n', 'hello.py': '', TESTS: json.dumps({'tests': [
    {'name': 'Hello', 'run': 'python3 hello.py', 'output': 'hi', 'comparison': 'exact', 'points': 1}]})}


def yaml(text, **more):
    return dict({'problem.yaml': text}, **more)


def format_2025(text):
    return yaml('problem_format_version: 2025-09\nname: Twice\n' + text)


def deep(depth):
    """A case, so many groups down."""
    path = 'data/secret/' + '/'.join('g%d' % i for i in range(depth))
    return {path + '/1.in': '1\n', path + '/1.ans': '2\n'}


def tests(**changes):
    whole = json.loads(ASSIGNMENT[TESTS])
    whole['tests'][0].update(changes)
    return {TESTS: json.dumps(whole)}


BOMB = 'a: &a [x, x, x, x, x, x, x, x, x]\n' + ''.join(
    '%s: &%s [%s]\n' % (name, name, ', '.join(['*' + below] * 9)) for below, name in zip('abcdefgh', 'bcdefghi'))

# Name, what it is broken from, what is other in it, and the problem: behind the lesson's folder.
ROWS = [
    # problem.yaml
    ('no-yaml', PACKAGE, yaml('name: [Twice\n'), r'problem\.yaml:\d+:\d+: '),
    ('tabs', PACKAGE, yaml('name:\n\tTwice\n'), r'problem\.yaml:2:\d+: '),
    ('a-list', PACKAGE, yaml('- name\n'), r'problem\.yaml:1:1: expected keys and values'),
    ('two-documents', PACKAGE, yaml('name: a\n---\nname: b\n'), r'problem\.yaml:\d+.*document'),
    ('aliases', PACKAGE, yaml(BOMB), r'problem\.yaml:\d+:\d+: .*alias'),
    ('twice-a-key', PACKAGE, yaml('name: a\nname: b\n'), r'problem\.yaml:2:\d+: .*name'),
    ('deep-yaml', PACKAGE, yaml('a: ' + '[' * 1000 + ']' * 1000 + '\n'), r'problem\.yaml:1:\d+: .*(deep|16|within)'),
    ('many-nodes', PACKAGE, yaml('a: [' + ', '.join(['x'] * 20000) + ']\n'), r'problem\.yaml:1:\d+: '),
    ('large-yaml', PACKAGE, yaml('# ' + 'x' * (300 * 1024) + '\n'), r'problem\.yaml: .*(large|bytes|big)'),
    ('not-utf-8', PACKAGE, yaml(b'name: \xff\xfe\n'), r'problem\.yaml: .*UTF-8'),
    ('nul', PACKAGE, yaml(b'name: a\0b\n'), r'problem\.yaml: '),
    ('link', PACKAGE, yaml(Link('/etc/passwd')), r'problem\.yaml: .*link'),
    ('version', PACKAGE, yaml('problem_format_version: 1999-01\n'), r'problem\.yaml:1:\d+: problem_format_version: expected legacy or 2025-09'),
    ('version-list', PACKAGE, yaml('problem_format_version: [1]\n'), r'problem\.yaml:1:\d+: problem_format_version'),
    ('type', PACKAGE, format_2025('type: essay\n'), r'problem\.yaml:3:\d+: type: essay is not known'),
    ('type-map', PACKAGE, format_2025('type: {a: b}\n'), r'problem\.yaml:3:\d+: type: expected'),
    ('submit-answer', PACKAGE, format_2025('type: submit-answer\n'), r'problem\.yaml:3:\d+: type: .*submit-answer'),
    ('validation', LEGACY, yaml('name: Twice\nvalidation: magic\n'), r'problem\.yaml:2:\d+: validation: magic is not known'),
    ('name-list', PACKAGE, yaml('name: [a]\n'), r'problem\.yaml:1:\d+: name: expected a line'),
    ('long-name', PACKAGE, yaml('name: %s\n' % ('n' * 600)), r'problem\.yaml:1:\d+: name: expected a line'),
    ('limits-list', PACKAGE, format_2025('limits: [1]\n'), r'problem\.yaml:3:\d+: limits: expected keys and numbers'),
    ('limits-word', PACKAGE, format_2025('limits:\n  time_limit: soon\n'), r'problem\.yaml:4:\d+: limits\.time_limit: expected a number'),
    ('limits-nan', PACKAGE, format_2025('limits: {time_limit: .nan}\n'), r'problem\.yaml:3:\d+: limits\.time_limit'),
    ('limits-multipliers', PACKAGE, format_2025('limits:\n  time_multipliers: 2\n'), r'problem\.yaml:4:\d+: limits\.time_multipliers'),
    ('languages', PACKAGE, format_2025('languages: [cobol]\n'), r'problem\.yaml:3:\d+: languages: none of them is served'),
    ('flags', LEGACY, yaml('name: Twice\nvalidator_flags: almost\n'), r'(problem\.yaml|data).*almost'),
    ('timelimit', LEGACY, {'.timelimit': 'soon\n'}, r'\.timelimit: expected a time limit in seconds'),
    ('domjudge', LEGACY, {'domjudge-problem.ini': "timelimit='-3'\n"}, r'domjudge-problem\.ini: expected a time limit in seconds'),
    # The statement.
    ('statement-bytes', PACKAGE, {'statement/problem.en.md': b'caf\xe9\n'}, r'statement/problem\.en\.md: .*UTF-8'),
    ('statement-nul', PACKAGE, {'statement/problem.en.md': b'a\0b\n'}, r'statement/problem\.en\.md: '),
    ('statement-large', PACKAGE, {'statement/problem.en.md': 'x' * (2 << 20)}, r'statement/problem\.en\.md: '),
    ('statement-link', PACKAGE, {'statement/problem.en.md': Link('../../../../../../etc/passwd')}, r'statement/problem\.en\.md: .*link'),
    # Data.
    ('no-data', PACKAGE, {name: GONE for name in PACKAGE if name.startswith('data/')}, r'data: '),
    ('no-answer', PACKAGE, {'data/secret/1.ans': GONE}, r'data/secret/1\.ans: '),
    ('data-link', PACKAGE, {'data/secret/1.in': Link('/etc/hostname')}, r'data/secret/1\.in: .*(link|leads)'),
    ('data-link-out', PACKAGE, {'data/secret/1.in': Link('../../../outside')}, r'data/secret/1\.in: .*(link|leads)'),
    ('data-link-circle', PACKAGE, {'data/secret/1.in': Link('1.in')}, r'data/secret/1\.in: '),
    ('data-link-pair', PACKAGE, {'data/secret/1.in': Link('1.ans'), 'data/secret/1.ans': Link('1.in')}, r'data/secret/1\.(in|ans): '),
    ('data-fifo', PACKAGE, {'data/secret/1.in': os.mkfifo}, r'data/secret/1\.in: '),
    ('deep-groups', PACKAGE, deep(12), r'data/secret/\S+: .*within each other'),
    ('many-cases', PACKAGE, {'data/secret/%04d.%s' % (i, end): '1\n' for i in range(1100) for end in ('in', 'ans')}, r'data/secret/\d+: more than \d+ cases'),
    ('huge-case', PACKAGE, {'data/secret/1.in': 1 << 31}, r'data/secret/1\.in: '),
    ('huge-data', PACKAGE, {'data/secret/%d.in' % i: 7 << 20 for i in range(1, 12)} | {'data/secret/%d.ans' % i: '' for i in range(1, 12)}, r'data/secret/\S+: .*bytes'),
    ('group-yaml', PACKAGE, {'data/secret/test_group.yaml': 'output_validator_args: {a: b}\n'}, r'data/secret/test_group\.yaml:1:\d+: output_validator_args'),
    ('group-no-yaml', PACKAGE, {'data/secret/test_group.yaml': 'a: [\n'}, r'data/secret/test_group\.yaml:\d+:\d+: '),
    ('group-flags', PACKAGE, {'data/secret/test_group.yaml': 'output_validator_args: [almost]\n'}, r'.*almost'),
    ('group-link', PACKAGE, {'data/other/2.in': '1\n', 'data/other/2.ans': '2\n', 'data/secret/g': Link('../other')}, r'data/secret/g: is a link'),
    ('group-loops', PACKAGE, {'data/secret/again': Link('..')}, r'data/secret/again: is a link'),
    ('group-words', PACKAGE, {'data/secret/test_group.yaml': 'args: [%s, x]\n' % ('x' * 4096)},
     r'data/secret/test_group\.yaml:1:\d+: args: expected at most 64 words'),
    # What learners are given, or may print.
    ('template-link', PACKAGE, {'attachments/templates/python3/a.txt': Link('../../../../bom/problem.yaml')},
     r'attachments/templates/python3/a\.txt: is a link'),
    ('include-link', PACKAGE, {'include/python3/a.txt': Link('../../../bom/problem.yaml')}, r'include/python3/a\.txt: is a link'),
    ('sample-link', PACKAGE, {'data/sample/1.in.statement': Link('../../../bom/problem.yaml')}, r'data/sample/1\.in\.statement: is a link'),
    ('many-includes', PACKAGE, {'include/%s/%s%d.h' % (folder, folder, i): '' for folder in ('default', 'python3') for i in range(100)},
     r'include/python3: has too many files'),
    # Validators.
    ('no-validator', LEGACY, yaml('name: Twice\nvalidation: custom\n'), r'output_validators?: '),
    ('empty-validator', LEGACY, yaml('name: Twice\nvalidation: custom\n', **{'output_validators/v/README': 'nothing\n'}), r'output_validators/v.*: '),
    ('draft-validator', PACKAGE, yaml('problem_format_version: 2023-07-draft\nname: Twice\n', **{'output_validators/v/README': 'nothing\n'}), r'output_validators/v.*: '),
    ('foreign-validator', PACKAGE, {'output_validator/v.hs': 'main = undefined\n'}, r'output_validator.*: '),
    # Exercises and assignments.
    ('exercise-json', EXERCISE, {'.meta/config.json': '{"files":\n'}, r'\.meta/config\.json:\d+'),
    ('exercise-empty', EXERCISE, {'.meta/config.json': '{}'}, r'\.meta/config\.json: files: expected solution and test'),
    ('exercise-list', EXERCISE, {'.meta/config.json': '[]'}, r'\.meta/config\.json: '),
    ('exercise-type', EXERCISE, {'.meta/config.json': '{"files": {"solution": "a.py", "test": 7}}'}, r'\.meta/config\.json: files'),
    ('exercise-out', EXERCISE, {'.meta/config.json': '{"files": {"solution": ["../../a.py"], "test": ["a_test.py"]}}'}, r'\.meta/config\.json: files\.solution: '),
    ('exercise-tongue', EXERCISE, {'.meta/config.json': '{"files": {"solution": ["a.zz"], "test": ["a_test.zz"]}}'}, r'\.meta/config\.json: files\.solution: no track'),
    ('exercise-large', EXERCISE, {'.meta/config.json': ' ' * (2 << 20)}, r'\.meta/config\.json: '),
    ('exercise-files', EXERCISE, {'.meta/config.json': '{"files": {"solution": ["a.py", "b.py"], "test": ["a_test.py"]}}',
                                  **{'f%d.txt' % i: '' for i in range(126)}}, r'\.meta/config\.json: has too many files'),
    ('exercise-link', EXERCISE, {'a_test.py': Link('/etc/passwd')}, r'a_test\.py: .*link'),
    ('exercise-bytes', EXERCISE, {'.docs/instructions.md': b'\xff\n'}, r'\.docs/instructions\.md: .*UTF-8'),
    ('classroom-json', ASSIGNMENT, {TESTS: '{"tests": [\n,'}, r'\.github/classroom/autograding\.json:2'),
    ('classroom-none', ASSIGNMENT, {TESTS: '{"tests": []}'}, r'\.github/classroom/autograding\.json: '),
    ('classroom-type', ASSIGNMENT, {TESTS: '{"tests": 7}'}, r'\.github/classroom/autograding\.json: '),
    ('classroom-run', ASSIGNMENT, tests(run=7), r'\.github/classroom/autograding\.json: .*run'),
    ('classroom-compare', ASSIGNMENT, tests(comparison='nearly'), r'\.github/classroom/autograding\.json: .*comparison'),
    ('classroom-regex', ASSIGNMENT, tests(comparison='regex', output='('), r'\.github/classroom/autograding\.json: '),
    ('classroom-time', ASSIGNMENT, tests(timeout=11), r'\.github/classroom/autograding\.json: .*timeout'),
    ('classroom-sources', {**ASSIGNMENT, 'hello.py': GONE}, tests(run='gcc ' + ' '.join('a%d.c' % i for i in range(129))), r'\.github/classroom/autograding\.json: has too many files'),
    ('classroom-points', ASSIGNMENT, tests(points=-1), r'\.github/classroom/autograding\.json: .*points'),
    ('classroom-many', ASSIGNMENT, {TESTS: json.dumps({'tests': [{'name': str(i), 'run': 'true'} for i in range(100)]})}, r'\.github/classroom/autograding\.json: '),
    ('classroom-deep', ASSIGNMENT, {TESTS: '[' * 100000}, r'\.github/classroom/autograding\.json:'),
    ('classroom-large', ASSIGNMENT, {TESTS: ' ' * (8 << 20)}, r'\.github/classroom/autograding\.json: '),
]
# Odd, but not broken: they are served.
SOUND = [
    ('bom', PACKAGE, yaml(b'\xef\xbb\xbfname: Twice\r\nproblem_format_version: 2025-09\r\n')),
    ('unknown-keys', PACKAGE, format_2025('favourite_colour: blue\nlimits: {patience: 3}\n')),
    ('no-samples', PACKAGE, {'data/sample/1.in': GONE, 'data/sample/1.ans': GONE}),
    ('empty-yaml', LEGACY, yaml('')),
    ('stray-answer', PACKAGE, {'data/secret/9.ans': '1\n', 'data/secret/README.txt': 'nothing\n'}),
    ('binary-data', PACKAGE, {'data/secret/1.in': bytes(range(256)), 'data/sample/1.in': bytes(range(256))}),
    ('no-statement', PACKAGE, {'statement/problem.en.md': GONE}),
    ('latex-deep', LEGACY, {'problem_statement/problem.en.tex': '\\problemname{A}\n' + '{' * 100000 + '}' * 100000}),
    ('template-link-within', PACKAGE, {'attachments/templates/python3/a.txt': Link('../../notes.txt'), 'attachments/notes.txt': 'Notes.\n'}),
    ('link-to-nothing', PACKAGE, {'data/secret/g': Link('../other')}),
    ('group-words-most', PACKAGE, {'data/secret/test_group.yaml': 'args: [%s]\n' % ('x' * 4096)}),
]


def write(folder, whole, changes):
    for name, content in {**whole, **changes}.items():
        path = folder / name
        if content is GONE:
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(content, Link):
            path.symlink_to(content)
        elif callable(content):
            content(path)
        elif isinstance(content, int):  # bytes, none of them on disk
            with path.open('wb') as file:
                file.truncate(content)
        elif isinstance(content, bytes):
            path.write_bytes(content)
        else:
            path.write_text(content, encoding='utf-8')


class Broken(harness.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix='broken-'))
        self.addCleanup(shutil.rmtree, self.folder)
        (self.folder / 'outside').write_text('out of all packages\n')

    def test_each_is_told_and_the_others_are_served(self):
        for name, whole, changes, *_ in ROWS + SOUND:
            write(self.folder / 'broken' / name, whole, changes)
        call = self.daemon(catalog=self.folder).client().call
        problems = values(call('STATS'), 'Problem')
        self.assertEqual([row['ID'] for row in rows(call('LIST'))], sorted('broken/' + name for name, *_ in SOUND), problems)
        for name, _, _, pattern in ROWS:
            with self.subTest(name):
                own = [problem.partition('/broken/%s/' % name)[2] for problem in problems if '/broken/%s/' % name in problem or
                       problem.split(':')[0].endswith('/broken/' + name)]
                self.assertEqual(len(own), 1, [problem for problem in problems if name in problem])
                self.assertRegex(own[0], '^' + pattern)
        self.assertEqual(len(problems), len(ROWS), problems)

    def test_a_track_whose_file_is_broken(self):
        for text, pattern in (('{"exercises": {', r'config\.json:\d+: '), ('{"exercises": {"practice": [{"slug": "../x"}]}}', r'config\.json: .*slug'),
                              (' ' * (5 << 20), r'config\.json: '), ('{"exercises": {"practice": [{"slug": "none"}]}}', 'no folder for none')):
            with self.subTest(text[:40]):
                shutil.rmtree(self.folder / 'track', ignore_errors=True)
                write(self.folder / 'track', {}, {'config.json': text, 'exercises/practice/README': ''})
                write(self.folder / 'good/twice', PACKAGE, {})
                call = self.daemon(catalog=self.folder).client().call
                problems = values(call('STATS'), 'Problem')
                self.assertEqual(len(problems), 1, problems)
                self.assertRegex(problems[0], r'track/' + pattern if 'folder' not in pattern else pattern)
                self.assertEqual([row['ID'] for row in rows(call('LIST'))], ['good/twice'])

    def test_an_example_is_not_given_out_wherever_it_lies(self):
        config = json.loads(EXERCISE['.meta/config.json'])
        config['files']['example'] = ['example.py']
        write(self.folder / 'track/leak', EXERCISE, {'.meta/config.json': json.dumps(config), 'example.py': 'ok = True\n'})
        call = self.daemon(catalog=self.folder).client().call
        self.assertEqual([str(name) for name in call('FILES', 'leak')[::2]], ['a.py', 'a_test.py'])

    def test_what_is_mended_is_served_after_a_reload(self):
        write(self.folder / 'broken/twice', PACKAGE, yaml('name: [\n'))
        call = self.daemon(catalog=self.folder).client().call
        self.assertEqual(len(rows(call('LIST'))), 0)
        write(self.folder / 'broken/twice', PACKAGE, {})
        call('RELOAD')
        self.assertEqual([row['ID'] for row in rows(call('LIST'))], ['broken/twice'])
        self.assertEqual(values(call('STATS'), 'Problem'), [])


@unittest.skipIf(harness.sandbox_mode() != 'namespaces', 'this host can\'t isolate')
class Validators(harness.TestCase):
    """What can't be seen before it is run: it ends, and the package is blamed, not the learner."""

    ROWS = [
        ('forever', 'validate.py', 'while True:\n    pass\n', r'time|long'),
        ('asleep', 'validate.py', 'import time\ntime.sleep(1000)\n', r'time|long'),
        ('crashes', 'validate.py', 'raise SystemExit(1)\n', r'status 1'),
        ('says-nothing', 'validate.py', 'pass\n', r'status 0'),
        ('uncompiled', 'validate.c', 'int main(void) { return nothing; }\n', r'compile'),
        ('hungry', 'validate.py', 'x = bytearray(1 << 40)\n', r'status 1|memory'),
        ('talks', 'validate.py', 'while True:\n    print("x" * 100000)\n', r'output|time|long|wrote'),
    ]

    def test_a_validator_that_fails_is_no_wrong_answer(self):
        folder = pathlib.Path(tempfile.mkdtemp(prefix='broken-'))
        self.addCleanup(shutil.rmtree, folder)
        for name, file, source, _ in self.ROWS:
            write(folder / 'broken' / name, PACKAGE, format_2025('limits: {time_limit: 1, validation_time: 1, validation_output: 1}\n') |
                  {'output_validator/' + file: source})
        call = self.daemon(catalog=folder).client().call
        for name, _, _, pattern in self.ROWS:
            with self.subTest(name):
                call('START', name, 'language=python')
                began = time.monotonic()
                reply = call('CHECK', name, 'step=solve', 'a.py', 'print(2 * int(input()))\n')
                self.assertIsInstance(reply, list, reply)
                self.assertLess(time.monotonic() - began, 120)
                self.assertEqual(pairs(reply[-1])['verdict'], 'internal', reply)
                shown = call('ATTEMPT', pairs(reply[0])['attempt'])
                said = '\n'.join(map(str, reply)) + '\n'.join(map(str, shown))
                self.assertRegex(said, pattern)
                self.assertRegex(said, r'judge|validator')
        self.assertEqual(fields(call('STATS'))['Lessons'], str(len(self.ROWS)))


if __name__ == '__main__':
    harness.main()
