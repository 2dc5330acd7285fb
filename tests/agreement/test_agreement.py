#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The measure of agreement itself: what a label asks for, and that a wrong one is noticed."""

import io
import pathlib
import shutil
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parent))

import agreement  # noqa: E402
import harness  # noqa: E402
import labels  # noqa: E402

FORMATS = harness.TOP_SRCDIR / 'tests/data/formats'


class Folder(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix='practiced-'))
        self.addCleanup(shutil.rmtree, self.folder)


class Labels(Folder):
    def write(self, name, text):
        path = self.folder / 'submissions' / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        return path

    def label(self, name, *sources):
        return labels.label_of(self.folder, name, [source.encode() for source in sources])

    def test_a_directory_has_two_readings(self):
        label = self.label('time_limit_exceeded/a.py')
        self.assertTrue(label.agrees('timeout'))
        self.assertFalse(label.agrees('wrong'))
        self.assertTrue(label.agrees_with_all({'pass', 'timeout'}))
        self.assertFalse(label.agrees_with_all({'pass'}))
        self.assertFalse(label.agrees_with_all({'wrong', 'timeout'}))
        self.assertFalse(label.agrees_with_all(frozenset()))

    def test_a_header_wins_over_the_directory(self):
        label = self.label('mixed/a.c', '/* @EXPECTED_RESULTS@: CORRECT, WRONG-ANSWER */')
        self.assertEqual(label.final & {'pass', 'wrong', 'timeout'}, {'pass', 'wrong'})
        self.assertEqual(self.label('partially_accepted/a.c', '// @EXPECTED_SCORE@: 60').score, 60)

    def test_a_directory_nobody_knows_has_no_meaning(self):
        with self.assertRaises(labels.Skipped):
            self.label('mixed/a.c', 'int main(void) {}')

    @unittest.skipIf(labels.yaml is None, 'the package python3-yaml is missing')
    def test_submissions_yaml_says_what_a_directory_means(self):
        self.write('submissions.yaml', 'mine: {permitted: [AC, WA]}\n"mine/x{1,2}.py": {permitted: [TLE], required: [TLE]}\n')
        self.assertTrue(self.label('mine/a.py').agrees('pass'))
        self.assertTrue(self.label('mine/x2.py').agrees('timeout'))
        self.assertFalse(self.label('mine/x2.py').agrees('pass'))

    def test_an_asterisk_does_not_match_a_slash(self):
        self.assertTrue(labels.globbed('a/b.py', '*/b.py'))
        self.assertTrue(labels.globbed('a/b.py', 'a'))
        self.assertFalse(labels.globbed('a/b.py', '*.py'))

    def test_the_language_is_told_by_ending_and_shebang(self):
        for name, text, language in (('a.cc', '', 'cpp'), ('b.py3', '', 'python'), ('c', '#!/bin/sh\n', 'sh'), ('d.cs', '', 'csharp')):
            self.assertEqual(labels.read_submission(self.folder, self.write('accepted/' + name, text))[0], language, name)
        for name, text in (('e.py', 'print "two"\n'), ('f.py', '#!/usr/bin/python2\n'), ('g.hs', '')):
            with self.assertRaises(labels.Skipped, msg=name):
                labels.read_submission(self.folder, self.write('accepted/' + name, text))

    def test_an_entry_point_becomes_the_main_file(self):
        self.write('accepted/two/run.py', 'import other\n')
        self.write('accepted/two/other.py', '')
        self.write('submissions.json', '{"accepted/two": {"entry_point": "run.py"}}')
        words = labels.read_submission(self.folder, self.folder / 'submissions/accepted/two')[1]
        self.assertEqual(words[::2], ['other.py', 'main.py'])


@unittest.skipIf(harness.sandbox_mode() != 'namespaces', 'this host can\'t isolate')
class Measure(Folder):
    def setUp(self):
        super().setUp()
        self.package = self.folder / 'count-up'
        shutil.copytree(FORMATS / 'kattis/Count-Up', self.package)
        self.package.chmod(0o755)
        self.folder.chmod(0o755)
        shutil.rmtree(self.package / 'submissions/time_limit_exceeded')

    def found(self, **settings):
        table = agreement.Table(self.folder / 'state', **settings)
        agreement.weigh_folder(table, self.folder, None)
        return table

    def test_right_labels_agree_and_a_wrong_one_is_noticed(self):
        shutil.copy(self.package / 'submissions/accepted/count.py', self.package / 'submissions/wrong_answer/right.py')
        (self.package / 'submissions/accepted/old.hs').write_text('main = return ()\n')
        table = self.found()
        said = {name: what for (_, _, name), (what, _) in table.found.items()}
        self.assertEqual(said.pop('wrong_answer/right.py'), 'disagreed')
        self.assertEqual(said.pop('accepted/old.hs'), 'skipped')
        self.assertEqual(set(said.values()), {'agreed'}, table.found)
        text = io.StringIO()
        self.assertEqual(agreement.show(table, {('count-up', 'wrong_answer/right.py'): 'a label false on purpose'}, text), 1)
        self.assertIn('| all | %d | 1 | 1 |' % len(said), text.getvalue())
        self.assertIn('expected output or wrong, got pass | a label false on purpose |', text.getvalue())

    def test_what_was_measured_is_not_measured_again(self):
        before = self.found()
        state = (self.folder / 'state').read_text()
        self.assertEqual(self.found().found, before.found)
        self.assertEqual((self.folder / 'state').read_text(), state)
        with self.assertRaises(agreement.OutOfTime):
            (self.folder / 'state').unlink()
            self.found(minutes=1e-9)


if __name__ == '__main__':
    harness.main() if hasattr(harness, 'main') else unittest.main()
