#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""What bash, zsh and fish themselves complete, with a daemon behind them: each of the program's verbs and options, lessons, steps."""

import os
import pathlib
import pty
import re
import shutil
import subprocess
import time
import unittest

import harness

COMPLETIONS = harness.TOP_SRCDIR / 'completions'
PATIENCE = 60  # seconds until a shell has to have answered

BASH = '''
. "$1"; shift
COMP_WORDS=("$@") COMP_CWORD=$(($# - 1))
_practicectl
printf '%s\\n' "${COMPREPLY[@]}"
'''

# Completion happens in zsh's line editor only, so this zsh has a terminal. What is offered goes to a file instead.
ZSHRC = '''
PROMPT= RPROMPT= PS2=
fpath=($COMPLETIONS $fpath)
autoload -Uz compinit && compinit -u -D
compadd() {
	local -a hits
	if (( ${argv[(I)-[OAD]]} )); then builtin compadd "$@"; return; fi
	builtin compadd -O hits "$@"
	print -rl -- $hits >>$ANSWER
	(( $#hits ))
}
answered() { print -r -- .end >>$ANSWER }
ask() { comppostfuncs=(answered); zle complete-word; zle kill-whole-line }
zle -N ask
bindkey '^I' ask
print -r -- .ready >>$ANSWER
'''


def bash_words(line):
    """As readline splits them: "=" is a word of its own."""
    return re.findall(r'[=:]+|[^\s=:]+', line) + ([''] if line.endswith(' ') else [])


class Shell(harness.TestCase):
    """The daemon, and a home where nobody configured anything."""

    def setUp(self):
        self.server = self.daemon()
        self.assertEqual(self.server.call('PING'), 'PONG')
        self.home = self.server.folder / 'home'
        self.home.mkdir()
        self.environment = {
            'HOME': str(self.home), 'PATH': '%s:/usr/bin:/bin' % harness.TOP_BUILDDIR, 'LC_ALL': 'C.UTF-8', 'TERM': 'vt100',
            'PRACTICED_SOCKET': str(self.server.path), 'COMPLETIONS': str(COMPLETIONS / 'zsh'),
            'ANSWER': str(self.home / 'answer'), 'ZDOTDIR': str(self.home)}
        for name in ('ASAN_OPTIONS', 'UBSAN_OPTIONS'):
            if name in os.environ:
                self.environment[name] = os.environ[name]

    def said(self, *command):
        return subprocess.run(command, env=self.environment, cwd=self.home, stdin=subprocess.DEVNULL, capture_output=True, text=True,
                              check=False, timeout=PATIENCE).stdout

    def ctl(self, *words):
        return self.said(harness.PRACTICECTL, *words).splitlines()

    def verbs(self):
        return {row.split('\t')[0] for row in self.ctl('help', '-o', 'tsv', '--no-legend')}

    def options(self):
        return set(re.findall(r'^ .*?(--[a-z-]+)', '\n'.join(self.ctl('help')), re.MULTILINE))


class Cases:
    """What is true in every shell; `complete` gives the words that are offered for the end of the line."""

    def test_every_verb(self):
        self.assertGreater(len(self.verbs()), 10)
        self.assertEqual(self.complete('practicectl '), self.verbs())

    def test_begun_verbs_also_behind_options(self):
        for line in ('practicectl sta', 'practicectl -q sta', 'practicectl -o json sta', 'practicectl --output=json sta',
                     'practicectl --user --limit 3 sta', 'practicectl help sta'):
            with self.subTest(line=line):
                self.assertEqual(self.complete(line), {'start', 'status'})

    def test_every_option(self):
        self.assertGreater(len(self.options()), 10)
        for line in ('practicectl --', 'practicectl check hello --'):
            with self.subTest(line=line):
                # An option that was given already, or that its verb can't use, may be missing only where the shell says so.
                self.assertEqual(self.complete(line), self.options())

    def test_values(self):
        formats = {'short', 'json', 'json-pretty', 'tsv'}
        self.assertEqual(self.complete('practicectl -o '), formats)
        self.assertEqual({word.rpartition('=')[2] for word in self.complete('practicectl list --output=')}, formats)
        self.assertEqual({word.rpartition('=')[2] for word in self.complete('practicectl list --state=p')}, {'passed'})

    def test_lessons_come_from_the_daemon(self):
        # "twin" alone would be ambiguous.
        for line, wanted in (('start hel', {'hello'}), ('show demo/', {'demo/hello', 'demo/slow', 'demo/twin'}),
                             ('-q status slo', {'slow'}), ('cat oth', {'other/twin'})):
            with self.subTest(line=line):
                self.assertEqual(self.complete('practicectl ' + line), wanted)

    def test_steps_come_from_the_daemon(self):
        for verb in ('show', 'run', 'check', 'hint'):
            with self.subTest(verb=verb):
                self.assertEqual(self.complete('practicectl %s hello ' % verb), {'greet', 'echo', 'secret'})
        self.assertEqual(self.complete('practicectl --language=sh check demo/hello gr'), {'greet'})
        self.assertEqual(self.complete('practicectl start hello '), set())

    def test_the_page_of_progress_is_a_file(self):
        (self.home / 'page.html').touch()
        self.assertEqual(self.complete('practicectl progress --html pag'), {'page.html'})
        self.assertEqual(self.complete('practicectl progress pag'), set())

    def test_nothing_and_no_noise_without_a_daemon(self):
        self.environment['PRACTICED_SOCKET'] = str(self.home / 'nothing')
        self.assertEqual(self.complete('practicectl start hel'), set())
        self.assertEqual(self.complete('practicectl check hello '), set())
        self.assertEqual(self.complete('practicectl sto'), {'stop'})


@unittest.skipUnless(shutil.which('bash', path='/usr/bin:/bin'), 'bash is not installed')
class Bash(Cases, Shell):
    def complete(self, line):
        said = subprocess.run(['bash', '--norc', '-c', BASH, 'bash', COMPLETIONS / 'bash/practicectl', *bash_words(line)],
                              env=self.environment, cwd=self.home, stdin=subprocess.DEVNULL, capture_output=True, text=True,
                              check=True, timeout=PATIENCE)
        self.assertEqual(said.stderr, '')
        return set(said.stdout.split())

    def test_it_is_registered(self):
        said = self.said('bash', '--norc', '-c', '. %s; complete -p practicectl' % (COMPLETIONS / 'bash/practicectl'))
        self.assertEqual(said, 'complete -F _practicectl practicectl\n')


@unittest.skipUnless(shutil.which('fish', path='/usr/bin:/bin'), 'fish is not installed')
class Fish(Cases, Shell):
    def complete(self, line):
        said = subprocess.run(['fish', '--no-config', '-c', 'source $argv[1]; complete -C $argv[2]',
                               COMPLETIONS / 'fish/practicectl.fish', line],
                              env=self.environment, cwd=self.home, stdin=subprocess.DEVNULL, capture_output=True, text=True,
                              check=True, timeout=PATIENCE)
        self.assertEqual(said.stderr, '')
        return {row.split('\t')[0].rstrip('=') for row in said.stdout.splitlines()}

    def test_verbs_are_described(self):
        said = self.said('fish', '--no-config', '-c', 'source $argv[1]; complete -C "practicectl whoam"',
                         COMPLETIONS / 'fish/practicectl.fish')
        self.assertRegex(said, 'whoami\t.+')


@unittest.skipUnless(shutil.which('zsh', path='/usr/bin:/bin'), 'zsh is not installed')
class Zsh(Cases, Shell):
    def setUp(self):
        super().setUp()
        (self.home / '.zshrc').write_text(ZSHRC)
        self.answer = pathlib.Path(self.environment['ANSWER'])

    def wait(self, mark):
        end = time.monotonic() + PATIENCE
        while not (self.answer.exists() and mark in self.answer.read_text().splitlines()):
            self.assertLess(time.monotonic(), end, self.answer.exists() and self.answer.read_text())
            time.sleep(0.02)

    def complete(self, line):
        """A zsh for each line: a completion may leave something behind for the next."""
        self.answer.unlink(missing_ok=True)
        ours, theirs = pty.openpty()
        with subprocess.Popen(['zsh', '-d', '-i'], env=self.environment, cwd=self.home, stdin=theirs, stdout=theirs, stderr=theirs,
                              start_new_session=True) as zsh:
            try:
                self.wait('.ready')
                os.write(ours, line.encode() + b'\t')
                self.wait('.end')
            finally:
                zsh.kill()
                os.close(theirs)
                os.close(ours)
        return {row.rstrip('=') for row in self.answer.read_text().splitlines() if row not in ('', '.ready', '.end')}



harness.main()
