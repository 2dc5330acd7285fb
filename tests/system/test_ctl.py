#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""practicectl as a program, against a stand-in for the daemon: verbs, exit status, formats, and hostile answers."""
import json
import os
import pty
import re
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import unittest

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import fake_daemon  # noqa: E402
from fake_daemon import LESSON, array, error, files, line  # noqa: E402

CTL = os.path.join(os.environ.get('top_builddir', os.getcwd()), 'practicectl')
SOURCE = os.environ.get('top_srcdir', os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', '..'))
CONTROL = bytes(set(range(0x20)) - {0x09, 0x0a}) + b'\x7f'


class CtlTest(unittest.TestCase):
    def setUp(self):
        self.daemon = fake_daemon.FakeDaemon()
        self.addCleanup(self.daemon.close)
        self.home = tempfile.mkdtemp(prefix='practicectl-home.')
        self.addCleanup(shutil.rmtree, self.home)
        self.folder = os.path.join(self.home, 'practice', 'client-server')
        self.environment = {'HOME': self.home, 'PATH': os.environ['PATH'], 'LC_ALL': 'C.UTF-8', 'TERM': 'xterm',
                            'PRACTICED_SOCKET': self.daemon.path}
        for name in ('ASAN_OPTIONS', 'UBSAN_OPTIONS', 'LD_PRELOAD'):
            if name in os.environ:
                self.environment[name] = os.environ[name]

    def run_ctl(self, *arguments, cwd=None, **environment):
        return subprocess.run([CTL, *arguments], env={**self.environment, **environment}, cwd=cwd or self.home,
                              stdin=subprocess.DEVNULL, capture_output=True, timeout=60)

    def ctl(self, *arguments, status=0, **more):
        """Runs it, expects that status, returns stdout as text."""
        done = self.run_ctl(*arguments, **more)
        self.said = done.stderr.decode()
        self.assertEqual(done.returncode, status, (arguments, done.stdout, done.stderr))
        return done.stdout.decode()

    def on_terminal(self, *arguments, columns='80', **environment):
        """The same with stdout and stderr on a terminal: status and all that was written."""
        master, slave = pty.openpty()
        process = subprocess.Popen([CTL, *arguments], env={**self.environment, 'COLUMNS': columns, **environment},
                                   cwd=self.home, stdin=slave, stdout=slave, stderr=slave)
        os.close(slave)
        output = b''
        while select.select([master], [], [], 60)[0]:
            try:
                piece = os.read(master, 65536)
            except OSError:
                break
            if not piece:
                break
            output += piece
        os.close(master)
        return process.wait(60), output

    def start(self):
        self.ctl('start', 'client-server')

    def path(self, name):
        return os.path.join(self.folder, name)

    def read(self, name):
        with open(self.path(name), 'rb') as file:
            return file.read()

    def write(self, name, content):
        with open(self.path(name), 'wb') as file:
            file.write(content)


class Verbs(CtlTest):
    def test_list_is_a_table_with_a_footer(self):
        out = self.ctl('list').splitlines()
        self.assertTrue(out[0].startswith('LESSON'))
        self.assertIn('Client-Server Architecture', out[1])
        self.assertEqual(out[-1], '1 lesson listed.')

    def test_list_without_legend_is_rows_alone(self):
        self.assertEqual(len(self.ctl('list', '--no-legend').splitlines()), 1)

    def test_list_passes_filters_on(self):
        self.ctl('list', 'back*', '--state=new', '--course=backend')
        self.assertIn([b'LIST', b'back*', b'state=new', b'course=backend'], self.daemon.requests)

    def test_list_says_which_language_of_the_lessons_is_missing(self):
        self.daemon.answers['STATS'] = lambda words: array(
            'Language=c\tC\tmissing gcc (package gcc)', 'Language=cobol\tCOBOL\tmissing cobc (package gnucobol)', 'Language=python\tPython\tavailable')
        out = self.ctl('list').splitlines()
        self.assertEqual(out[-2:], ['1 lesson listed.', "c can't be used here: missing gcc (package gcc)."])
        self.assertEqual(len(self.ctl('list', '--no-legend').splitlines()), 1)

    def test_list_fits_into_forty_columns(self):
        for row in self.ctl('list', COLUMNS='40').splitlines():
            self.assertLessEqual(len(row), 40)

    def test_show_renders_the_text(self):
        out = self.ctl('show', 'client-server')
        self.assertIn('══', out)
        self.assertIn('One program waits, another asks.', out)

    def test_show_of_a_step_asks_for_its_text(self):
        self.assertIn('Step hello', self.ctl('show', 'client-server', 'hello'))
        self.assertEqual(self.daemon.requests[-1], [b'TEXT', b'client-server', b'hello'])

    def test_show_property_value_is_the_value_alone(self):
        self.assertEqual(self.ctl('show', 'client-server', '-p', 'State', '--value'), 'new\n')
        self.assertEqual(self.ctl('show', 'client-server', '-P', 'State'), 'new\n')

    def test_show_properties_are_pairs(self):
        self.assertEqual(self.ctl('show', 'client-server', '-p', 'Goal,Minutes'), 'Minutes=7\nGoal=one\nGoal=two\n')

    def test_show_html_is_a_page_that_needs_nothing_else(self):
        page = self.ctl('show', 'client-server', '--html')
        self.assertIn('<h1 id="client-server-architecture">', page)
        self.assertIn('<title>Client-Server Architecture</title>', page)
        for word in ('<script', 'src=', '<link', '@import', 'url('):
            self.assertNotIn(word, page)

    def test_show_html_takes_no_file(self):
        self.daemon.answers['TEXT'] = b'-NOTFOUND no step\r\n'
        self.ctl('show', 'client-server', '--html', 'page.html', status=4)
        self.assertIn('practicectl show client-server --html >page.html', self.said)

    def test_cat_prints_the_source(self):
        self.assertIn('another **asks**', self.ctl('cat', 'client-server'))

    def test_cat_prints_a_starter_file_byte_for_byte(self):
        self.assertEqual(self.ctl('cat', 'client-server', 'hello.c').encode(), fake_daemon.STARTER[b'hello.c'])

    def test_cat_of_an_unknown_file_names_the_files(self):
        self.ctl('cat', 'client-server', 'nothing.c', status=4)
        self.assertIn('hello.c', self.said)

    def test_cat_of_a_solution_that_is_not_due_is_denied(self):
        self.ctl('cat', 'client-server', 'hello.c', '--solution', '--step=hello', status=5)

    def test_next_names_lesson_and_step(self):
        self.assertIn(LESSON + ' hello: Run it', self.ctl('next'))

    def test_status_marks_steps_that_the_language_lacks(self):
        self.start()
        status = [text for text in self.daemon.do_status([b'STATUS', b'x']).decode().split('\r\n+')[1:]]
        self.daemon.answers['STATUS'] = array(*[text + '\\toffered=no' if 'name=server' in text else text.strip() for text in status])
        out = self.ctl('status', 'client-server')
        self.assertRegex(out, 'server .*[(]not in c[)]')
        self.assertNotRegex(out, 'hello .*not in')

    def test_stop_confirms_in_one_line(self):
        self.start()
        self.assertEqual(self.ctl('stop', 'client-server'), 'Stopped practicing: client-server\n')

    def test_stop_of_what_is_not_started_exits_3(self):
        self.ctl('stop', 'client-server', status=3)
        self.assertIn('Failed to stop client-server: client-server is not started', self.said)

    def test_status_of_a_lesson_is_a_block(self):
        self.start()
        out = self.ctl('status', 'client-server')
        self.assertIn('● client-server - Client-Server Architecture', out)
        self.assertIn('State: active since 2026-01-02', out)
        self.assertIn('✗ hello', out)
        self.assertIn('○ server', out)
        self.assertIn('Last attempt: 17 (wrong)', out)

    def test_status_of_a_lesson_that_is_not_started_exits_3(self):
        self.ctl('status', 'client-server', status=3)

    def test_status_alone_is_an_overview(self):
        self.assertIn('nothing yet', self.ctl('status'))
        self.assertEqual(self.ctl(), self.ctl('status'))

    def test_hint_says_which_of_how_many(self):
        self.start()
        out = self.ctl('hint', 'client-server')
        self.assertIn('Hint 1 of 2', out)
        self.assertIn('Read what it prints.', out)

    def test_history_is_a_table(self):
        out = self.ctl('history', '--limit=5')
        self.assertEqual(self.daemon.requests[-1], [b'HISTORY', b'limit=5'])
        self.assertIn('wrong', out)
        self.assertIn('1 attempt listed.', out)

    def test_attempt_shows_the_comparison_again(self):
        out = self.ctl('attempt', '17')
        self.assertIn('expected', out)
        self.assertIn('Now··practicing', out)
        self.assertIn('Since your last attempt', out)

    def test_attempt_without_a_number_is_the_last(self):
        self.assertEqual(self.ctl('attempt'), self.ctl('attempt', '17'))

    def test_unknown_attempt_exits_4(self):
        self.ctl('attempt', '99', status=4)

    def test_is_active_says_state_and_status(self):
        self.assertEqual(self.ctl('is-active', 'client-server', status=3), 'new\n')
        self.start()
        self.assertEqual(self.ctl('is-active', 'client-server'), 'active\n')
        self.assertEqual(self.ctl('is-active', '-q', 'client-server'), '')

    def test_is_passed_says_state_and_status(self):
        self.start()
        self.ctl('is-passed', 'client-server', status=3)
        self.daemon.state = 'passed'
        self.ctl('is-passed', 'client-server')

    def test_daemon_status_says_which_limits_are_weaker_and_what_helps(self):
        self.daemon.answers['STATS'] = lambda words: array('Version=1', 'Instance=user', 'Cgroup=pids cpu kill',
                                                           'CgroupReason=not delegated to us: memory', 'CgroupRemedy=edit the unit',
                                                           'Weaker=memory: for each process', 'Weaker=another')
        out = re.sub(r'\s+', ' ', self.ctl('daemon-status'))
        self.assertIn('Cgroup v2: pids cpu kill because not delegated to us: memory weaker: memory: for each process '
                      'weaker: another remedy: edit the unit', out)
        self.daemon.answers['STATS'] = lambda words: array('Version=1', 'Instance=user', 'Cgroup=memory pids cpu kill')
        out = self.ctl('daemon-status')
        self.assertIn('Cgroup v2: memory pids cpu kill\n', out)
        self.assertNotIn('weaker', out)

    def test_daemon_status_tells_sandbox_languages_and_problems(self):
        out = self.ctl('daemon-status')
        self.assertIn('NONE: learners\' programs run with all rights', out)
        self.assertIn('missing go (package golang-go)', out)
        self.assertIn('lesson.ini:3: unknown key', out)

    def test_daemon_reload_tells_what_was_read(self):
        self.ctl('daemon-reload')
        self.assertIn('Reloaded: 1 lesson', self.said)

    def test_daemon_reload_says_where_the_configuration_is_bad(self):
        self.daemon.answers['RELOAD'] = error('CONFIG practiced.conf:3: unknown key')
        self.ctl('daemon-reload', status=1)
        self.assertIn('practiced.conf:3', self.said)

    def test_whoami(self):
        self.assertEqual(self.ctl('whoami'), 'ada (learner)\n')

    def test_version_begins_with_name_and_number(self):
        self.assertRegex(self.ctl('version'), r'^practicectl \d+\.\d+')
        self.assertEqual(self.ctl('--version'), self.ctl('version'))

    def test_help_fits_into_eighty_columns_and_names_each_verb(self):
        out = self.ctl('help')
        for row in out.splitlines():
            self.assertLessEqual(len(row), 80, row)
        for verb in json.loads(self.ctl('help', '-o', 'json')):
            self.assertIn('  ' + verb['verb'], out)

    def test_help_needs_no_daemon(self):
        self.ctl('help', PRACTICED_SOCKET='/nonexistent')


class Usage(CtlTest):
    def test_unknown_verb_gets_a_suggestion(self):
        self.ctl('strat', status=2)
        self.assertEqual(self.said, "Unknown command verb 'strat', did you mean 'start'?\n")

    def test_too_few_and_too_many_arguments(self):
        self.ctl('start', status=2)
        self.assertIn('Too few arguments.', self.said)
        self.ctl('whoami', 'x', status=2)
        self.assertEqual(self.said, 'Too many arguments. Usage: practicectl whoami\n')

    def test_unknown_option_and_format(self):
        self.ctl('list', '--colour', status=2)
        self.ctl('list', '-o', 'xml', status=2)

    def test_limit_is_a_number_from_1_to_1000(self):
        self.ctl('history', '--limit=1000')
        for bad in ('0', '1001', 'x', '-1'):
            self.ctl('history', '--limit=' + bad, status=2)

    def test_unknown_lesson_exits_4_with_the_daemons_suggestion(self):
        self.ctl('start', 'client-sever', status=4)
        self.assertEqual(self.said, "Failed to start client-sever: no lesson 'client-sever', "
                         f"did you mean '{LESSON}'?\n")

    def test_codes_have_their_status(self):
        for code, status in (('BADARG', 2), ('DENIED', 5), ('STATE', 3), ('NOTFOUND', 4), ('LIMIT', 1), ('WHATEVER', 1)):
            self.daemon.answers['WHOAMI'] = error(code + ' because')
            self.ctl('whoami', status=status)
            self.assertIn('because', self.said)

    def test_no_socket_exits_69_with_a_hint(self):
        self.ctl('list', PRACTICED_SOCKET='/nonexistent/socket', status=69)
        self.assertIn('Hint: systemctl enable --now practiced.socket', self.said)

    def test_nobody_listening_exits_69_with_another_hint(self):
        path = os.path.join(self.home, 'dead')
        with fake_daemon.socket.socket(fake_daemon.socket.AF_UNIX) as dead:
            dead.bind(path)
        self.ctl('list', '--socket=' + path, status=69)
        self.assertIn('Hint: systemctl restart practiced.socket', self.said)

    @unittest.skipIf(os.geteuid() == 0, 'root may connect anywhere')
    def test_a_socket_that_is_not_ours_exits_5(self):
        os.chmod(self.daemon.path, 0)
        self.ctl('list', status=5)

    def test_socket_option_wins_over_the_environment(self):
        self.ctl('list', '--socket=' + self.daemon.path, PRACTICED_SOCKET='/nonexistent')

    def test_no_lesson_named_and_none_current(self):
        self.ctl('check', status=3)
        self.assertIn('no lesson was named', self.said)


class Formats(CtlTest):
    def test_list_json_has_numbers_and_words(self):
        rows = json.loads(self.ctl('list', '-o', 'json'))
        self.assertEqual(rows[0]['id'], LESSON)
        self.assertEqual(rows[0]['minutes'], 7)
        self.assertEqual(set(rows[0]), {'id', 'title', 'level', 'minutes', 'languages', 'state', 'steps', 'points'})

    def test_an_empty_list_is_an_empty_array(self):
        self.daemon.answers['LIST'] = array('ID\tTITLE')
        self.assertEqual(self.ctl('list', '-o', 'json'), '[]\n')
        self.assertEqual(self.ctl('list', '-o', 'tsv'), 'ID\tTITLE\n')

    def test_a_title_of_digits_is_still_a_word(self):
        self.daemon.answers['LIST'] = array('ID\tTITLE\tMINUTES', '1\t2048\t007')
        self.assertEqual(json.loads(self.ctl('list', '-o', 'json')), [{'id': '1', 'title': '2048', 'minutes': '007'}])

    def test_tsv_has_a_header_unless_told_otherwise(self):
        self.assertEqual(len(self.ctl('list', '-o', 'tsv').splitlines()), 2)
        self.assertEqual(len(self.ctl('list', '-o', 'tsv', '--no-legend').splitlines()), 1)

    def test_show_json_has_arrays_and_step_objects(self):
        thing = json.loads(self.ctl('show', 'client-server', '-o', 'json'))
        self.assertEqual(thing['goal'], ['one', 'two'])
        self.assertEqual(thing['step'][0]['name'], 'hello')
        self.assertEqual(thing['step'][0]['points'], 1)

    def test_json_pretty_is_the_same_over_lines(self):
        pretty = self.ctl('status', '-o', 'json-pretty')
        self.assertGreater(pretty.count('\n'), 5)
        self.assertEqual(json.loads(pretty), json.loads(self.ctl('status', '-o', 'json')))

    def test_attempt_json_keeps_what_belongs_to_a_case_in_it(self):
        thing = json.loads(self.ctl('attempt', '17', '-o', 'json'))
        self.assertEqual([case['name'] for case in thing['case']], ['hello1', 'hello2'])
        self.assertEqual(len(thing['case'][1]['diff']), 3)
        self.assertEqual(thing['max_points'], 1)

    def test_check_json_is_its_attempt_and_nothing_else(self):
        self.start()
        thing = json.loads(self.ctl('check', 'client-server', '-o', 'json', status=1))
        self.assertEqual(thing['attempt'], 17)

    def test_run_json(self):
        self.start()
        thing = json.loads(self.ctl('run', 'client-server', '-o', 'json', status=1))
        self.assertEqual(thing['stdout'], ['Now  practicing: x'])

    def test_check_properties(self):
        self.start()
        self.assertEqual(self.ctl('check', 'client-server', '-P', 'Verdict', status=1), 'wrong\n')

    def test_dry_run_json_lists_files(self):
        self.start()
        rows = json.loads(self.ctl('check', '-n', '-o', 'json'))
        self.assertEqual(rows, [{'file': 'hello.c', 'bytes': 29}])


class Workspace(CtlTest):
    def test_start_lays_out_the_files(self):
        self.assertEqual(self.ctl('start', 'client-server'), 'Now practicing: client-server\n')
        self.assertEqual(self.read('hello.c'), fake_daemon.STARTER[b'hello.c'])
        self.assertIn(b'lesson=' + LESSON.encode(), self.read('.practice'))
        self.assertIn(self.folder, self.said)

    def test_start_again_keeps_what_was_changed(self):
        self.start()
        self.write('hello.c', b'mine\n')
        self.start()
        self.assertEqual(self.read('hello.c'), b'mine\n')
        self.assertIn('Kept hello.c', self.said)

    def test_start_keeps_a_file_that_was_there_before(self):
        os.makedirs(self.folder)
        self.write('hello.c', b'mine\n')
        self.start()
        self.assertEqual(self.read('hello.c'), b'mine\n')

    def test_start_keeps_an_emptied_file(self):
        self.start()
        self.write('hello.c', b'')
        self.start()
        self.assertEqual(self.read('hello.c'), b'')

    def test_start_renews_an_untouched_file(self):
        self.start()
        self.daemon.starter[b'hello.c'] = b'newer\n'
        self.start()
        self.assertEqual(self.read('hello.c'), b'newer\n')
        self.assertIn('Renewed hello.c', self.said)

    def test_start_brings_a_deleted_file_back(self):
        self.start()
        os.unlink(self.path('server.c'))
        self.start()
        self.assertEqual(self.read('server.c'), fake_daemon.STARTER[b'server.c'])

    def test_start_tells_what_is_no_file(self):
        os.makedirs(self.folder)
        for make in os.mkfifo, os.mkdir:
            make(self.path('hello.c'))
            self.ctl('start', 'client-server', status=1)
            self.assertIn('hello.c is not a regular file; move it away', self.said)
            os.rename(self.path('hello.c'), self.path(make.__name__))

    def test_a_file_that_cannot_be_laid_keeps_no_other_back(self):
        os.makedirs(self.path('hello.c'))
        os.mkfifo(self.path('server.c'))
        self.daemon.starter[b'third.c'] = b'third'
        self.ctl('start', 'client-server', status=1)
        self.assertIn('hello.c is not a regular file', self.said)
        self.assertIn('server.c is not a regular file', self.said)
        self.assertEqual(self.read('third.c'), b'third')

    def test_a_state_that_is_not_ours_is_told(self):
        os.makedirs(self.folder)
        for make in os.mkfifo, os.mkdir, lambda path: os.symlink('/etc/passwd', path):
            make(self.path('.practice'))
            for verb in 'start', 'check':
                self.ctl(verb, 'client-server', status=1)
                self.assertIn('.practice in the lesson\'s folder is not practicectl\'s; move it away', self.said)
            os.rename(self.path('.practice'), tempfile.mktemp(dir=self.folder))

    def test_closed_descriptors_are_never_the_daemons(self):
        """Else the connection would be what is written to as stdout."""
        for closed in '<&- >&-', '>&-', '>&- 2>&-', '<&- >&- 2>&-':
            done = subprocess.run(['/bin/sh', '-c', 'exec "$0" list ' + closed, CTL], env=self.environment,
                                  stdin=subprocess.DEVNULL, capture_output=True, timeout=60)
            self.assertEqual(done.returncode, 1, (closed, done))
            self.assertEqual([words[0] for words in self.daemon.requests], [b'LIST', b'STATS'], closed)
            self.daemon.requests.clear()

    def test_start_does_not_follow_links(self):
        victim = os.path.join(self.home, 'victim')
        with open(victim, 'w', encoding='ascii') as file:
            file.write('precious')
        os.makedirs(self.folder)
        os.symlink(victim, self.path('hello.c'))
        self.ctl('start', 'client-server', status=1)
        self.assertIn('is a link', self.said)
        with open(victim, encoding='ascii') as file:
            self.assertEqual(file.read(), 'precious')

    def test_hostile_names_are_refused(self):
        for name in (b'../evil', b'/evil', b'a/../../evil', b'-x', b'', b'.practice', b'a\\b', b'a//b'):
            self.daemon.starter = {name: b'evil'}
            self.ctl('start', 'client-server', status=1)
            self.assertIn('not safe', self.said)
        self.assertEqual([name for name in os.listdir(self.home) if name != 'practice'], [])

    def test_hostile_lesson_ids_are_refused(self):
        for name in ('..', '../x', '.hidden', 'a/..', ''):
            self.daemon.answers['STATUS'] = array('Id=' + name, 'State=active')
            self.ctl('start', 'client-server', status=1)
        self.assertFalse(os.path.exists(os.path.join(self.home, 'practice')))

    def test_a_folder_of_another_lesson_is_not_touched(self):
        os.makedirs(self.folder)
        self.write('.practice', b'lesson=other/client-server\nlanguage=c\n')
        self.start()
        self.assertEqual(sorted(os.listdir(self.folder)), ['.practice'])
        self.assertIn('hello.c', os.listdir(os.path.join(self.home, 'practice', 'backend.client-server')))

    def test_practice_home_moves_the_folders(self):
        elsewhere = os.path.join(self.home, 'elsewhere')
        self.ctl('start', 'client-server', PRACTICE_HOME=elsewhere)
        self.assertTrue(os.path.exists(os.path.join(elsewhere, 'client-server', 'hello.c')))

    def test_reset_saves_what_was_changed(self):
        self.start()
        for number, content in ((1, b'first\n'), (2, b'second\n')):
            self.write('hello.c', content)
            self.ctl('reset', 'client-server')
            self.assertIn(f'Saved your hello.c as hello.c.~{number}~', self.said)
            self.assertEqual(self.read(f'hello.c.~{number}~'), content)
            self.assertEqual(self.read('hello.c'), fake_daemon.STARTER[b'hello.c'])

    def test_reset_of_untouched_files_saves_nothing(self):
        self.start()
        self.ctl('reset', 'client-server')
        self.assertEqual([name for name in os.listdir(self.folder) if name.endswith('~')], [])

    def test_the_current_folder_chooses_the_lesson(self):
        self.start()
        self.daemon.requests.clear()
        self.ctl('check', cwd=self.folder, status=1)
        self.assertEqual(self.daemon.requests[0], [b'STATUS', LESSON.encode()])

    def test_language_of_the_workspace_is_sent(self):
        self.ctl('start', 'client-server', '--language=python')
        self.assertIn(b'language=python', self.daemon.requests[0])
        self.ctl('check', 'client-server', status=1)
        self.assertIn(b'language=python', [words for words in self.daemon.requests if words[0] == b'CHECK'][0])

    def test_a_damaged_state_file_is_reported_not_overwritten(self):
        os.makedirs(self.folder)
        self.write('.practice', b'file=nonsense\n')
        self.ctl('start', 'client-server', status=1)
        self.assertEqual(self.read('.practice'), b'file=nonsense\n')


class Check(CtlTest):
    def setUp(self):
        super().setUp()
        self.start()

    def check_request(self):
        """The last one, without its token."""
        words = [words for words in self.daemon.requests if words[0] == b'CHECK'][-1]
        return [word for word in words if not word.startswith(b'token=')]

    def test_check_sends_the_files_of_the_first_open_step(self):
        self.write('hello.c', b'mine\0bytes\n')
        self.ctl('check', status=1)
        self.assertEqual(self.check_request(), [b'CHECK', LESSON.encode(), b'step=hello', b'language=c', b'hello.c', b'mine\0bytes\n'])

    def test_failed_check_shows_both_sides_and_exits_1(self):
        out = self.ctl('check', status=1)
        self.assertIn('✓ hello1', out)
        self.assertIn('✗ hello2', out)
        self.assertRegex(out, r'expected +│ +your output')
        self.assertRegex(out, r'- Now·practicing: x +│ \+ Now··practicing: x')
        self.assertIn('Since your last attempt', out)
        self.assertIn('1 of 2 cases, 0 of 1 point', out)
        self.assertIn('Hint:', self.said)

    def test_narrow_terminals_get_one_under_the_other(self):
        out = self.ctl('check', status=1, COLUMNS='40')
        self.assertIn('    - Now·practicing: x\n    + Now··practicing: x\n', out)
        self.assertNotIn('│', out)

    def test_passed_check_exits_0_and_names_the_next_step(self):
        self.daemon.passes = True
        self.assertIn('✓ Step hello: passed', self.ctl('check'))
        self.assertIn('practicectl show client-server server', self.said)

    def test_quiet_check_is_its_status(self):
        self.assertEqual(self.ctl('check', '-q', status=1), '')
        self.assertEqual(self.said, '')

    def test_check_all_goes_through_the_steps(self):
        self.ctl('check', '--all', status=1)
        steps = [words[2] for words in self.daemon.requests if words[0] == b'CHECK']
        self.assertEqual(steps, [b'step=hello', b'step=server'])

    def test_check_all_exits_1_when_any_step_fails(self):
        def answer(words):
            self.daemon.passes = b'step=server' in words
            return self.daemon.do_check(words)
        self.daemon.answers['CHECK'] = answer
        self.ctl('check', '--all', status=1)
        self.assertIn('1 of 2 steps passed.', self.said)

    def test_files_together_at_the_limit_go_and_one_byte_more_does_not(self):
        self.daemon.answers['FILES'] = files({})
        for name in ('hello.c', 'server.c', 'c.c', 'd.c'):
            self.write(name, b'x' * 256 * 1024)
        self.ctl('check', status=1)
        self.assertEqual(sum(map(len, self.check_request()[5::2])), 1024 * 1024)
        self.write('e.c', b'x')
        self.ctl('check', status=1)
        self.assertIn('more than 1024 KiB together', self.said)

    def test_dry_run_sends_nothing(self):
        self.assertRegex(self.ctl('check', '-n'), r'hello\.c +29')
        self.assertEqual([words for words in self.daemon.requests if words[0] == b'CHECK'], [])

    def test_missing_file_is_named_with_its_folder(self):
        os.unlink(self.path('hello.c'))
        self.ctl('check', status=1)
        self.assertIn(f'hello.c is missing in {self.folder}', self.said)

    def test_links_are_not_read(self):
        os.unlink(self.path('hello.c'))
        os.symlink('/etc/passwd', self.path('hello.c'))
        self.ctl('check', status=1)
        self.assertIn('is a link', self.said)

    def test_a_file_at_the_limit_goes_and_one_past_it_does_not(self):
        self.write('hello.c', b'x' * 256 * 1024)
        self.ctl('check', status=1)
        self.assertEqual(len(self.check_request()[-1]), 256 * 1024)
        self.write('hello.c', b'x' * (256 * 1024 + 1))
        self.ctl('check', status=1)
        self.assertIn('larger than 256 KiB', self.said)

    def test_not_started_says_how_to_start(self):
        self.daemon.state = 'stopped'
        self.ctl('check', 'client-server', status=3)
        self.assertIn('practicectl start client-server', self.said)

    def test_a_name_that_looks_like_an_option_is_a_name(self):
        self.daemon.answers['FILES'] = files({})
        self.write('a=b.c', b'x')
        self.ctl('check', status=1)
        self.assertEqual(self.check_request()[4:7], [b'--', b'a=b.c', b'x'])

    def test_a_step_without_named_files_takes_all_of_the_folder(self):
        self.daemon.answers['FILES'] = files({})
        self.write('extra.c', b'extra')
        self.write('old.c~', b'old')
        os.symlink('/etc/passwd', self.path('link.c'))
        self.ctl('check', status=1)
        self.assertEqual(self.check_request()[4::2], [b'extra.c', b'hello.c', b'server.c'])

    def test_run_shows_output_beside_expectation(self):
        out = self.ctl('run', status=1)
        self.assertRegex(out, r'- Now·practicing: x +│ \+ Now··practicing: x')
        self.assertIn('a remark', out)
        self.assertIn('✗ wrong output', out)

    def test_run_takes_a_case(self):
        self.ctl('run', '--case=2', status=1)
        self.assertIn(b'case=2', self.daemon.requests[-1])

    def test_check_is_live(self):
        """Each line is shown when it comes, long before the last one."""
        self.daemon.answers['CHECK'] = lambda words: self.half_and_wait()
        self.went_on = fake_daemon.threading.Event()
        process = subprocess.Popen([CTL, 'check'], env=self.environment, cwd=self.home, stdout=subprocess.PIPE,
                                   stderr=subprocess.DEVNULL)
        with process.stdout:
            seen = [process.stdout.readline() for _ in range(2)]
            self.went_on.set()
            process.stdout.read()
        self.assertIn(b'hello1', seen[1])
        self.assertEqual(process.wait(60), 1)

    def half_and_wait(self):
        yield b'*5\r\n' + line(f'attempt=17 lesson={LESSON} step=hello language=c cases=2')
        yield line('compile verdict=pass wall_ms=8') + line('case=1 name=hello1 verdict=pass wall_ms=3')
        self.went_on.wait(30)
        yield line('case=2 name=hello2 verdict=wrong wall_ms=3') + line('verdict=wrong passed=1 cases=2 step=hello')

    def test_messages_name_the_learners_own_files(self):
        """Relative in the lesson's folder, else with its path; what goes to programs is as it came."""
        attempt = array('Attempt=17', 'Lesson=' + LESSON, 'Step=hello', 'State=done', 'Verdict=wrong', 'Passed=0', 'Cases=1', 'Points=0',
                        'MaxPoints=1', 'Compiler=/box/hello.c:1:5: error: in /box/server.c', 'Compiler=    1 | int',
                        'Case=case=1 name=a verdict=wrong', 'Stderr=File "/box/hello.c", line 3', 'Stdout=/box/kept')
        self.daemon.answers['ATTEMPT'] = attempt
        out = self.ctl('attempt', '17', cwd=self.folder)
        self.assertIn('    hello.c:1:5: error: in server.c\n        1 | int\n', out)
        self.assertIn('File "hello.c", line 3', out)
        self.assertIn('    /box/kept\n', out)
        self.assertIn('    %s/hello.c:1:5: error: in %s/server.c\n' % (self.folder, self.folder), self.ctl('attempt', '17'))
        self.assertIn('/box/hello.c:1:5', self.ctl('attempt', '17', '-o', 'json'))
        self.daemon.answers['RUN'] = array('case=1 name=hello1 verdict=compile', 'compiler=/box/hello.c:2:1: error', 'verdict=compile')
        self.assertIn('    hello.c:2:1: error\n', self.ctl('run', status=1, cwd=self.folder))
        shutil.rmtree(self.folder)
        self.assertIn('    hello.c:1:5: error: in server.c\n', self.ctl('attempt', '17'))

    def test_one_is_no_plural(self):
        self.daemon.answers['ATTEMPT'] = array('Attempt=17', 'Lesson=' + LESSON, 'Step=hello', 'State=done', 'Verdict=pass', 'Passed=1',
                                               'Cases=1', 'Points=1', 'MaxPoints=1', 'Case=case=1 name=a verdict=pass')
        self.assertIn('1 of 1 case, 1 of 1 point\n', self.ctl('attempt', '17'))

    def test_compile_error_shows_the_compiler(self):
        self.daemon.answers['CHECK'] = array(f'attempt=17 lesson={LESSON} step=hello language=c cases=1',
                                             'compile verdict=compile wall_ms=8', 'case=1 name=hello1 verdict=skipped',
                                             'verdict=compile passed=0 cases=1 points=0 max_points=1 step=hello')
        self.daemon.answers['ATTEMPT'] = array('Attempt=17', 'Compiler=hello.c:1: error: no', 'Case=case=1 name=hello1 verdict=skipped')
        out = self.ctl('check', status=1)
        self.assertIn('does not compile', out)
        self.assertIn('hello.c:1: error: no', out)


class Again(CtlTest):
    """The daemon goes away between a request and its answer, and comes back."""

    def setUp(self):
        super().setUp()
        self.start()
        self.daemon.requests.clear()

    def hang_up(self, verb, times=1, first=()):
        """So many times, after these bytes; then it answers as always."""
        left = [times]

        def answer(words):
            if left[0] == 0:
                return getattr(self.daemon, 'do_' + verb.lower())(words)
            left[0] -= 1
            return self.then_close(first)
        self.daemon.answers[verb] = answer

    @staticmethod
    def then_close(pieces):
        yield from pieces
        raise OSError

    def refuse(self, verb, times):
        left = [times]

        def answer(words):
            left[0] -= 1
            return error('BUSY shutting down: try again in a moment') if left[0] >= 0 \
                else getattr(self.daemon, 'do_' + verb.lower())(words)
        self.daemon.answers[verb] = answer

    def count(self, verb):
        return sum(words[0] == verb.encode() for words in self.daemon.requests)

    def test_a_question_is_asked_again(self):
        for arguments, verb in ((['list'], 'LIST'), (['status'], 'STATUS'), (['next'], 'NEXT'), (['history'], 'HISTORY'),
                                (['show', 'client-server'], 'TEXT'), (['start', 'client-server'], 'START'),
                                (['cat', 'client-server', 'hello.c'], 'FILES'), (['daemon-reload'], 'RELOAD')):
            with self.subTest(verb):
                self.daemon.requests.clear()
                self.hang_up(verb, times=2)
                self.ctl(*arguments)
                self.assertGreaterEqual(self.count(verb), 3)
                self.assertNotIn('Waiting', self.said)  # it was a moment

    def test_what_a_second_time_does_not_change_again_is_said_again(self):
        for arguments, verb in ((['reset', 'client-server'], 'RESET'), (['stop', 'client-server'], 'STOP')):
            with self.subTest(verb):
                self.daemon.requests.clear()
                self.hang_up(verb)
                self.ctl(*arguments)
                self.assertEqual(self.count(verb), 2)

    def test_a_stop_that_was_done_before_the_connection_broke_is_no_failure(self):
        def answer(words):
            del self.daemon.answers['STOP']
            self.daemon.do_stop(words)
            return self.then_close(())
        self.daemon.answers['STOP'] = answer
        self.assertIn('Stopped practicing', self.ctl('stop', 'client-server'))
        self.assertEqual(self.count('STOP'), 2)
        self.ctl('stop', 'client-server', status=3)

    def test_a_hint_is_not_taken_twice_and_it_says_where_to_look(self):
        self.hang_up('HINT')
        self.ctl('hint', 'client-server', status=69)
        self.assertEqual(self.count('HINT'), 1)
        self.assertIn('practicectl status LESSON tells whether the hint was taken', self.said)

    def test_what_was_refused_for_now_is_said_again(self):
        self.refuse('STOP', 3)
        self.ctl('stop', 'client-server')
        self.assertEqual(self.count('STOP'), 4)

    def test_the_wait_is_told_and_has_an_end(self):
        self.refuse('WHOAMI', 1000)
        begun = time.monotonic()
        self.ctl('whoami', status=1)
        self.assertGreater(time.monotonic() - begun, 9)
        self.assertEqual(self.said.count('Waiting for the daemon to come back'), 1)
        self.assertIn('shutting down', self.said)

    def test_a_socket_that_nobody_listens_at_yet(self):
        """systemd makes the socket anew: bound, but not listening for a moment."""
        path = os.path.join(self.home, 'late')
        os.symlink(self.daemon.path, path + '.new')
        with fake_daemon.socket.socket(fake_daemon.socket.AF_UNIX) as sock:
            sock.bind(path)
            later = fake_daemon.threading.Timer(0.3, os.rename, (path + '.new', path))
            later.start()
            self.ctl('whoami', PRACTICED_SOCKET=path)
            later.join()

    def tokens(self):
        return [word for words in self.daemon.requests if words[0] == b'CHECK' for word in words if word.startswith(b'token=')]

    def test_a_check_that_was_not_stored_is_sent_again_with_its_token(self):
        self.hang_up('CHECK')
        self.ctl('check', status=1)
        self.assertEqual(self.count('CHECK'), 2)
        first, second = self.tokens()
        self.assertEqual(first, second)
        self.ctl('check', status=1)
        self.assertNotEqual(self.tokens()[2], first)

    def test_a_check_that_was_stored_is_taken_up_by_its_token(self):
        self.hang_up('CHECK')
        hang_up = self.daemon.answers['CHECK']

        def answer(words):
            said = hang_up(words)
            return said if not isinstance(said, bytes) else array(
                f'attempt=18 lesson={LESSON} step=hello language=c cases=2 again=yes state=running')
        self.daemon.answers['CHECK'] = answer
        states = iter(['queued', 'running'])
        self.daemon.answers['ATTEMPT'] = lambda words: self.attempt(next(states, 'done'))
        out = self.ctl('check', status=1)
        self.assertEqual(self.count('CHECK'), 2)
        self.assertIn([b'ATTEMPT', b'18'], self.daemon.requests)
        self.assertIn('Step hello: wrong output, 1 of 2 cases', out)

    def attempt(self, state):
        done = state == 'done'
        return array('Attempt=18', 'Lesson=' + LESSON, 'Step=hello', 'Language=c', 'State=' + state,
                     'Verdict=' + ('wrong' if done else ''), 'Points=0', 'MaxPoints=1', 'Cases=2', 'Passed=1',
                     'Case=case=1 name=hello1 verdict=pass wall_ms=3',
                     *['Case=case=2 name=hello2 verdict=wrong wall_ms=4'] * done)

    BEGINNING = (b'*5\r\n', line(f'attempt=18 lesson={LESSON} step=hello language=c cases=2'),
                 line('compile verdict=pass wall_ms=8'), line('case=1 name=hello1 verdict=pass wall_ms=3'))

    def test_a_check_that_is_cut_off_is_taken_up(self):
        """Killed in between, or ended with -BUSY for each line that is missing."""
        for end in ((), (error('BUSY shutting down'), error('BUSY shutting down'))):
            with self.subTest(end):
                self.daemon.requests.clear()
                self.hang_up('CHECK', first=self.BEGINNING + end)
                states = iter(['queued'])
                self.daemon.answers['ATTEMPT'] = lambda words, states=states: self.attempt(next(states, 'done'))
                out = self.ctl('check', status=1)
                self.assertEqual(self.count('CHECK'), 1)
                self.assertEqual(out.count('hello1'), 1)
                self.assertIn('hello2', out)
                self.assertIn('Step hello: wrong output', out)

    def test_each_step_has_a_token_of_its_own(self):
        """The second step's CHECK is lost."""
        lost = [True]

        def answer(words):
            if b'step=server' in words and lost and lost.pop():
                return self.then_close(())
            return self.daemon.do_check(words)
        self.daemon.answers['CHECK'] = answer
        self.ctl('check', '--all', status=1)
        hello, lost, again = self.tokens()
        self.assertEqual(lost, again)
        self.assertNotEqual(hello, again)


class Interrupt(CtlTest):
    def setUp(self):
        super().setUp()
        self.start()
        self.goes_on = fake_daemon.threading.Event()
        self.addCleanup(self.goes_on.set)
        self.daemon.answers['CANCEL'] = self.cancel

    def cancel(self, words):
        self.goes_on.set()
        return line('Canceled: ' + words[1].decode())

    def slow_check(self, words):
        yield b'*4\r\n' + line(f'attempt=17 lesson={LESSON} step=hello language=c cases=2')
        yield line('case=1 name=hello1 verdict=pass wall_ms=3')
        self.goes_on.wait(60)
        yield line('case=2 name=hello2 verdict=skipped') + line('verdict=skipped passed=1 cases=2 step=hello')

    def begin(self, *arguments, until=b'hello1'):
        """On a terminal, up to these words."""
        self.master, slave = pty.openpty()
        process = subprocess.Popen([CTL, *arguments], env=self.environment, cwd=self.home, stdin=slave, stdout=slave, stderr=slave,
                                   preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL))
        os.close(slave)
        self.addCleanup(os.close, self.master)
        self.output = b''
        while until not in self.output:
            self.assertTrue(select.select([self.master], [], [], 60)[0], self.output)
            self.output += os.read(self.master, 65536)
        return process

    def end(self, process):
        while select.select([self.master], [], [], 60)[0]:
            try:
                self.output += os.read(self.master, 65536)
            except OSError:
                break
        return process.wait(60)

    def test_a_signal_cancels_the_attempt(self):
        for number in (signal.SIGINT, signal.SIGTERM):
            with self.subTest(number):
                self.goes_on.clear()
                self.daemon.requests.clear()
                self.daemon.answers['CHECK'] = self.slow_check
                process = self.begin('check')
                process.send_signal(number)
                self.assertEqual(self.end(process), -number)
                self.assertIn([b'CANCEL', b'17'], self.daemon.requests)
                self.assertIn(b'Canceling attempt 17', self.output)
                last = self.output.rpartition(b'\r\033[K')[2]
                self.assertTrue(b'Canceling' in last and '░'.encode() not in last, last)
                self.assertNotIn(b'Step hello', self.output)

    def test_a_second_signal_leaves_at_once(self):
        self.daemon.answers['CHECK'] = self.slow_check
        self.daemon.answers['CANCEL'] = lambda words: self.never()
        process = self.begin('check')
        process.send_signal(signal.SIGINT)
        while b'Canceling' not in self.output:
            self.assertTrue(select.select([self.master], [], [], 60)[0])
            self.output += os.read(self.master, 65536)
        process.send_signal(signal.SIGINT)
        self.assertEqual(self.end(process), -signal.SIGINT)
        self.assertFalse(self.goes_on.is_set())

    def never(self):
        self.goes_on.wait(60)
        yield line('late')

    def test_what_cannot_be_canceled_is_told_and_left(self):
        self.daemon.answers['CHECK'] = self.slow_check
        self.daemon.answers['CANCEL'] = error('STORE the disk is full')
        process = self.begin('check')
        process.send_signal(signal.SIGINT)
        self.assertEqual(self.end(process), -signal.SIGINT)
        self.assertIn(b'practicectl cancel 17', self.output.replace(b'\r\n', b' '))

    def test_a_signal_before_the_first_line(self):
        """The attempt has no number yet; it is canceled as soon as it has."""
        asked = fake_daemon.threading.Event()

        def slow(words):
            asked.set()
            self.goes_on.wait(1)
            yield from self.slow_check(words)
        self.daemon.answers['CHECK'] = slow
        process = subprocess.Popen([CTL, 'check'], env=self.environment, cwd=self.home, stdout=subprocess.DEVNULL,
                                   stderr=subprocess.DEVNULL)
        self.assertTrue(asked.wait(60))
        process.send_signal(signal.SIGTERM)
        self.assertEqual(process.wait(60), -signal.SIGTERM)
        self.assertIn([b'CANCEL', b'17'], self.daemon.requests)

    def test_all_steps_end_with_the_first_that_is_canceled(self):
        self.daemon.answers['CHECK'] = self.slow_check
        process = self.begin('check', '--all')
        process.send_signal(signal.SIGINT)
        self.assertEqual(self.end(process), -signal.SIGINT)
        self.assertEqual(sum(words[0] == b'CHECK' for words in self.daemon.requests), 1)

    def test_an_ignored_signal_stays_ignored(self):
        self.daemon.answers['CHECK'] = self.slow_check
        process = subprocess.Popen(['/bin/sh', '-c', 'trap "" INT; exec "$@"', 'sh', CTL, 'check'], env=self.environment,
                                   cwd=self.home, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        with process.stdout:
            while b'hello1' not in process.stdout.readline():
                pass
            process.send_signal(signal.SIGINT)
            self.goes_on.set()
            process.stdout.read()
        self.assertEqual(process.wait(60), 1)
        self.assertNotIn([b'CANCEL', b'17'], self.daemon.requests)

    def test_a_closed_terminal_leaves_the_attempt_alone(self):
        self.daemon.answers['CHECK'] = self.slow_check
        process = self.begin('check')
        process.send_signal(signal.SIGHUP)
        self.assertEqual(process.wait(60), -signal.SIGHUP)
        self.assertNotIn([b'CANCEL', b'17'], self.daemon.requests)

    def test_a_reader_that_leaves_loses_no_verdict(self):
        for passes, status in ((True, 0), (False, 1)):
            self.daemon.passes = passes
            process = subprocess.Popen([CTL, 'check', 'client-server'], env=self.environment, cwd=self.home,
                                       stdout=subprocess.PIPE, stderr=subprocess.PIPE)
            process.stdout.close()
            with process.stderr:
                self.assertNotIn(b'Failed', process.stderr.read())
            self.assertEqual(process.wait(60), status)


class Newcomer(CtlTest):
    """What is said to somebody who knows nothing yet, or mistypes."""

    def test_every_verb_has_a_help_of_its_own(self):
        for row in self.ctl('help', '-o', 'tsv', '--no-legend').splitlines():
            verb = row.split('\t')[0]
            out = self.ctl(verb, '--help')
            self.assertTrue(out.startswith('practicectl ' + verb), out)
            self.assertEqual(out, self.ctl('help', verb))
        self.assertIn('--all', self.ctl('check', '--help'))
        self.assertNotIn('--all', self.ctl('run', '--help'))

    def test_a_mistyped_option_is_told_the_right_one(self):
        for word, said in (('--hlep', "did you mean '--help'?"), ('--limt=5', "did you mean '--limit'?"), ('--zzzz', 'practicectl help'),
                           ('-x', "'-x'"), ('--limit', '--limit needs a value'), ('-o', '--output needs a value'),
                           ('--help=x', '--help takes no value')):
            self.ctl('list', word, status=2)
            self.assertIn(said, self.said)
            self.assertEqual(self.said.count('\n'), 1)

    def test_messages_speak_of_practicectl(self):
        self.daemon.answers['STOP'] = error('STATE x is not started: START a/x')
        self.ctl('stop', 'x', status=3)
        self.assertIn('practicectl start a/x', self.said)

    def test_a_step_where_a_lesson_belongs(self):
        self.start()
        for verb in 'check', 'run', 'show', 'hint':
            self.ctl(verb, 'hello', status=4, cwd=self.folder)
            self.assertIn('--step=hello', self.said)
        self.ctl('check', 'hello', status=4)
        self.assertNotIn('--step=hello', self.said)

    def test_nothing_yet_says_what_makes_something(self):
        self.daemon.answers['HISTORY'] = array('ATTEMPT\tLESSON\tSTEP\tLANGUAGE\tSTATE\tVERDICT\tPASSED\tPOINTS\tSUBMITTED\tWALL_MS')
        self.assertEqual(self.ctl('history'), '0 attempts listed.\n')
        self.assertIn('practicectl check', self.said)
        self.ctl('attempt', status=4)
        self.assertIn('practicectl check', self.said)
        self.daemon.answers['LIST'] = array('ID\tTITLE\tSTATE')
        self.assertEqual(self.ctl('list'), '0 lessons listed.\n')
        self.assertIn('daemon-status', self.said)
        self.ctl('list', '--state=passed')
        self.assertIn('--state', self.said)
        self.assertEqual(self.ctl('list', '-o', 'json'), '[]\n')
        self.ctl('hint', status=3)
        self.assertIn('Failed to give a hint: no lesson was named', self.said)

    def test_an_attempt_is_canceled_by_number_or_the_last(self):
        self.assertEqual(self.ctl('cancel', '5'), 'Canceled: 5\n')
        self.assertEqual(self.ctl('cancel'), 'Canceled: 17\n')

    def test_what_lists_or_shows_does_so_in_json(self):
        self.start()
        for arguments in (['list'], ['show'], ['next'], ['check', '-n'], ['check'], ['check', '--all'], ['run'], ['hint'], ['status'],
                          ['status', 'client-server'], ['history'], ['attempt'], ['is-active'], ['is-passed'], ['daemon-status'],
                          ['whoami'], ['help'], ['version']):
            with self.subTest(arguments):
                done = self.run_ctl(*arguments, '-o', 'json', cwd=self.folder)
                documents = done.stdout.decode().splitlines()
                self.assertTrue(documents, done.stderr)
                for text in documents:
                    json.loads(text)

    def test_forty_columns_are_enough(self):
        self.start()
        for arguments in ([], ['list'], ['show'], ['next'], ['check', '-n'], ['check'], ['run'], ['hint'], ['status', 'client-server'],
                          ['history'], ['attempt'], ['daemon-status'], ['whoami'], ['help'], ['help', 'check'], ['version']):
            with self.subTest(arguments):
                done = self.run_ctl(*arguments, cwd=self.folder, COLUMNS='40')
                for row in done.stdout.decode().splitlines():
                    self.assertLessEqual(len(row), 40, row)

    def test_wide_characters_stay_in_their_columns(self):
        self.daemon.answers['LIST'] = array('ID\tTITLE\tLEVEL\tMINUTES\tLANGUAGES\tSTATE\tSTEPS\tPOINTS',
                                            'a/wide\t客户端与服务器\tbeginner\t7\tc\tnew\t0/2\t0/2',
                                            'a/narrow\tClient and server\tbeginner\t7\tc\tnew\t0/2\t0/2')
        rows = self.ctl('list', '--no-legend', COLUMNS='100').splitlines()
        self.assertEqual(rows[0].index('beginner') + 7, rows[1].index('beginner'))
        for row in self.ctl('list', '--no-legend', COLUMNS='40').splitlines():
            self.assertLessEqual(len(row) + sum(ord(c) > 0x2fff for c in row), 40, row)


class Terminal(CtlTest):
    def test_terminal_has_colour_and_pipe_has_none(self):
        self.start()
        status, out = self.on_terminal('status', 'client-server')
        self.assertEqual(status, 0)
        self.assertIn(b'\033[', out)
        self.assertNotIn('\033', self.ctl('status', 'client-server'))

    def test_colour_rules(self):
        for environment, colour in (({'NO_COLOR': '1'}, False), ({'TERM': 'dumb'}, False), ({'SYSTEMD_COLORS': '0'}, False),
                                    ({'SYSTEMD_COLORS': '1', 'NO_COLOR': '1'}, True)):
            _, out = self.on_terminal('daemon-status', '--no-pager', **environment)
            self.assertEqual(b'\033[' in out, colour, environment)

    def test_ascii_locale_gets_ascii(self):
        self.start()
        out = self.ctl('status', 'client-server', LC_ALL='C')
        self.assertTrue(out.isascii())
        self.assertIn('* client-server', out)
        self.assertTrue(self.ctl('check', status=1, LC_ALL='C').isascii())

    def test_pager_is_used_on_a_terminal(self):
        _, out = self.on_terminal('list', SYSTEMD_PAGER='sed s/^/PAGED:/')
        self.assertIn(b'PAGED:', out)
        for environment in ({'SYSTEMD_PAGER': 'cat'}, {'SYSTEMD_PAGER': '', 'PAGER': 'sed s/^/PAGED:/'}):
            _, out = self.on_terminal('list', **environment)
            self.assertNotIn(b'PAGED:', out)
            self.assertIn(b'1 lesson listed.', out)

    def test_pager_is_off_when_told_so(self):
        _, out = self.on_terminal('list', '--no-pager', SYSTEMD_PAGER='sed s/^/PAGED:/')
        self.assertNotIn(b'PAGED:', out)

    def test_a_pager_that_is_not_there_falls_back(self):
        _, out = self.on_terminal('list', SYSTEMD_PAGER='/nonexistent', PATH='/nonexistent')
        self.assertIn(b'1 lesson listed.', out)

    def test_under_sudo_only_less_pages(self):
        _, out = self.on_terminal('list', SYSTEMD_PAGER='sed s/^/PAGED:/', SUDO_UID='1000', PATH='/nonexistent')
        self.assertNotIn(b'PAGED:', out)
        self.assertIn(b'1 lesson listed.', out)

    def test_progress_bar_is_drawn_and_wiped(self):
        self.start()
        _, out = self.on_terminal('check', 'client-server')
        self.assertIn('░'.encode(), out)
        self.assertIn(b'\r\033[K', out)
        self.assertNotIn('░', self.ctl('check', 'client-server', status=1) + self.said)


class Hostile(CtlTest):
    EVIL = '\\x1b]0;owned\\x07\\x1b[2J\\x9b'

    def assert_harmless(self, data):
        self.assertFalse(any(byte in CONTROL for byte in data), data)

    def test_escapes_in_values_are_never_sent_to_the_terminal(self):
        evil = self.EVIL
        self.daemon.answers.update({
            'LIST': array('ID\tTITLE\tSTATE', f'{LESSON}\tx{evil}\t{evil}'),
            'STATS': array('Version=' + evil, 'Sandbox=' + evil, 'Problem=' + evil, 'Language=' + evil),
            'STATUS': array('User=' + evil, 'Current=' + evil, 'Warning=' + evil),
            'NEXT': array('Lesson=' + evil, 'Reason=' + evil),
            'WHOAMI': error('DENIED \033]0;raw\007 \x9b'),
            'TEXT': array('# \033]0;title\007', '', '`\033[2J` \x9b &#27;[2J', '    \033[2J'),
            'ATTEMPT': array('Attempt=17', 'Compiler=' + evil, 'Case=case=1 name=a verdict=wrong note=' + evil, 'Diff=- ' + evil,
                             'Stderr=' + evil),
        })
        for verb in (['list'], ['daemon-status'], ['status'], ['next'], ['whoami'], ['show', 'client-server'], ['attempt', '17'],
                     ['list', '-o', 'tsv'], ['status', '-p', 'User'], ['cat', 'client-server']):
            done = self.run_ctl(*verb)
            if verb[0] != 'cat':  # to a pipe it is the source as it is
                self.assert_harmless(done.stdout)
            self.assert_harmless(done.stderr)

    def test_cat_to_a_terminal_is_harmless(self):
        self.daemon.answers['TEXT'] = array('\033]0;title\007')
        _, out = self.on_terminal('cat', 'client-server', '--no-pager')
        self.assertNotIn(b'\033]', out)

    def test_html_of_a_hostile_text_runs_nothing(self):
        self.daemon.answers['TEXT'] = array('# <script>alert(1)</script>', '', '<img src=x onerror=alert(1)>', '',
                                            '[a](javascript:alert(1)) [b](JAVASCRIPT&colon;alert(1)) [c](data:text/html,x)',
                                            '[d](java&#115;cript&#58;alert(1)) ![e](http://example.org/x.png)')
        page = self.ctl('show', 'client-server', '--html')
        self.assertNotIn('<script', page)
        self.assertNotIn('href="j', page.lower())
        self.assertNotIn('href="data', page)
        self.assertIn("default-src 'none'", page)

    def test_answers_that_are_none_end_in_an_error(self):
        for answer in (b'hello\r\n', b'*1\r\n*1\r\n+x\r\n', b'*2\r\n+a\r\n:5\r\n', b'*99999999999\r\n', b'$5\r\nhello\r\n',
                       b'*1000000\r\n' + b'+x\r\n' * 1000, b'*-1\r\n', b'+' + b'x' * 300000 + b'\r\n', b'*1\r\n+novalue\r\n'):
            self.daemon.answers['STATS'] = answer
            done = self.run_ctl('daemon-status')
            self.assertIn(done.returncode, (1, 69), answer[:40])
            self.assertIn(b'Failed to', done.stderr)

    def test_an_endless_answer_is_cut_off(self):
        def endless(words):
            yield b'*190000\r\n'
            for _ in range(2000):
                yield b'+' + b'K=' + b'x' * 100000 + b'\r\n'
        self.daemon.answers['STATS'] = endless
        self.ctl('daemon-status', status=1)
        self.assertIn('larger than any', self.said)

    def test_a_daemon_that_hangs_up_midway(self):
        def broken(words):
            yield b'*3\r\n+a=b\r\n'
            raise OSError
        self.daemon.answers['STATS'] = broken
        self.ctl('daemon-status', status=69)
        self.assertIn('closed the connection', self.said)

    def test_files_that_are_no_files(self):
        for answer in (b'*1\r\n+a\r\n', b'*2\r\n+a\r\n+b\r\n', b'*2\r\n:1\r\n$1\r\nx\r\n', b'+OK\r\n', b'*100000\r\n'):
            self.daemon.answers['FILES'] = answer
            self.ctl('cat', 'client-server', 'a', status=69 if answer.startswith(b'*1000') and False else 1)

    def test_an_error_before_hanging_up_is_read(self):
        def refuse(words):
            yield error('LIMIT 32 clients of yours are connected; try again in 1 s')
            raise OSError
        self.daemon.answers['LIST'] = refuse
        self.ctl('list', status=1)
        self.assertIn('32 clients', self.said)


if __name__ == '__main__':
    if not os.access(CTL, os.X_OK):
        print('SKIP: practicectl is not built')
        sys.exit(77)
    unittest.main(verbosity=1)
