#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""`[sandbox] templates`: what it is changes how fast, not what; a reload changes it."""

import configparser
import pathlib
import time

import harness
from harness import pairs

LESSON = harness.TOP_SRCDIR / 'lessons/backend/client-server'


def runner_options(pid):
    """The command line of the daemon's one child."""
    for path in pathlib.Path('/proc').glob('[0-9]*'):
        try:
            if ('PPid:\t%d\n' % pid) in (path / 'status').read_text():
                return (path / 'cmdline').read_bytes().decode().split('\0')
        except OSError:
            pass
    return []


def submissions():
    """Starter and solution of each step in each language, as the arguments of CHECK."""
    manifest = configparser.ConfigParser(interpolation=None, strict=False, delimiters=('=',), comment_prefixes=(';', '#'))
    manifest.read_string((LESSON / 'lesson.ini').read_text())
    for section in manifest.sections():
        for key, value in manifest[section].items():
            language = key.partition('files.')[2]
            for folder in ('starter', 'solution'):
                files = [LESSON / folder / language / name for name in value.split()]
                if section.startswith('step ') and language and all(file.exists() for file in files):
                    words = [word for file in files for word in (file.name, file.read_text())]
                    yield language, folder, section[5:], words


class Templates(harness.TestCase):
    def test_a_reload_turns_them_off_and_on(self):
        server = self.daemon()
        call = server.client().call
        self.assertNotIn('--templates=no', runner_options(server.pid))
        for value in ('no', 'yes'):
            server.configure({'sandbox': {'templates': value}})
            self.assertEqual(call('RELOAD').split(':')[0], 'Reloaded')
            self.wait_until(lambda: ('--templates=no' in runner_options(server.pid)) == (value == 'no'))

    def wait_until(self, condition):
        deadline = time.monotonic() + 20
        while not condition():
            self.assertLess(time.monotonic(), deadline)
            time.sleep(0.02)

    def graded(self, templates):
        call = self.daemon(config={'sandbox': {'templates': templates}}, catalog=str(LESSON.parents[1])).client().call
        results = []
        for language, folder, step, words in submissions():
            call('START', 'client-server', 'language=' + language)
            reply = call('CHECK', 'client-server', 'step=' + step, *words)
            verdicts = [pairs(line).get('verdict') for line in reply[1:]]
            if (folder, step) == ('starter', 'service'):  # it writes to a client that may have hung up by then, and dies of it
                verdicts = ['wrong' if verdict == 'runtime' else verdict for verdict in verdicts]
            results.append((language, folder, step, verdicts))
        return results

    def test_a_lesson_is_graded_the_same_with_and_without(self):
        with_templates = self.graded('yes')
        self.assertGreater(len(with_templates), 20)
        self.assertEqual(with_templates, self.graded('no'))
        self.assertTrue(all(verdicts[-1] == 'pass' for _, folder, _, verdicts in with_templates if folder == 'solution'),
                        with_templates)


if __name__ == '__main__':
    harness.main()
