# SPDX-License-Identifier: MIT
"""The people of a story: their accounts, what they practise, and a class full of them at once."""

import json
import pathlib
import signal
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parents[1] / 'system'))
import harness  # noqa: E402
import host  # noqa: E402
from host import HERE, LEARNERS, SOCKET, check, configure, ctl, journal, now, say, sh, until  # noqa: E402

HIDDEN = pathlib.Path('/etc/practiced/courses')
CLIENTS = 17  # of each of three users under load: more than 50 in all
ACKED_MIN = 20  # attempts, without which it was no load
GRADED = 'MESSAGE_ID=b7162ed985df4367b422d4acc3ec87bc'


def people():
    """Two learners and a teacher."""
    for name in LEARNERS + ('carol',):
        sh('useradd', '-m', name)
    sh('groupadd', 'teachers')
    sh('usermod', '-aG', 'teachers', 'carol')


def lay_out_lessons():
    """Lessons that learners must not read, and a group that may. All clients of a learner may wait for a verdict at once."""
    sh('cp', '-r', '/opt/practiced-test/data/courses/.', HIDDEN)
    configure('50-test.conf', '[access]\ninstructors = @teachers\n[limits]\nqueue-per-learner = %d\n' % CLIENTS)


def practise(user, step_name, language, suffix, text, status=0):
    """A file written and checked as the user would do it."""
    folder = '/home/%s/practice/hello' % user if user != 'root' else '/root/practice/hello'
    name = None if user == 'root' else user
    ctl('start', 'demo/hello', '--language=' + language, user=name)
    sh('tee', '%s/%s.%s' % (folder, step_name, suffix), data=text, user=name)
    return ctl('check', 'demo/hello', step_name, '--language=' + language, user=name, status=status)


class Load:
    """Clients of three users, in the background, each of which waits for every answer before it asks again."""

    def __init__(self, seconds):
        for name in LEARNERS + (None,):
            ctl('start', 'demo/hello', '--language=sh', user=name)
        self.since, self.history = now(), {name: self.count(name) for name in LEARNERS + ('root',)}
        command = ['/usr/bin/python3', '-B', str(HERE / 'load.py'), str(CLIENTS), str(seconds)]
        self.processes = {}
        for name in LEARNERS + ('root',):
            become = ['setpriv', '--reuid=' + name, '--regid=' + name, '--init-groups']
            self.processes[name] = subprocess.Popen(become + command, stdout=subprocess.PIPE, text=True)

    @staticmethod
    def client(name):
        return harness.Client(SOCKET, uid=int(sh('id', '-u', name)))

    def attempts(self, name):
        """id -> row."""
        with self.client(name) as client:
            return {int(row['ATTEMPT']): row for row in harness.rows(client.call('HISTORY', 'limit=1000'))}

    def count(self, name):
        return set(self.attempts(name))

    def stop(self):
        """Before its time is over: each client gets the answer that it waits for."""
        for process in self.processes.values():
            process.send_signal(signal.SIGTERM)

    def end(self, cuts_allowed=True, graded_once=True, unknown_allowed=True):
        """Nothing was refused, and what was acknowledged is there, done and graded once."""
        results = {name: json.loads(process.communicate(timeout=host.TIMEOUT)[0]) for name, process in self.processes.items()}
        total = {key: sum(result[key] if isinstance(result[key], int) else len(result[key]) for result in results.values())
                 for key in results['root']}
        say(json.dumps(total))
        check(total['refused'] == 0, 'refused connections', results)
        check(total['errors'] == 0, [result['errors'] for result in results.values()])
        check(total['acked'] >= ACKED_MIN, 'that was no load:', total)
        check(cuts_allowed or total['cut'] + total['silent'] + total['first'] == 0, total)
        ids = []
        for name, result in results.items():
            ids += result['acked']
            self.settle(name, result, unknown_allowed)
        check(len(ids) == len(set(ids)), 'an attempt was given out twice')
        grades = [int(entry['ATTEMPT']) for entry in journal(GRADED, since=self.since)]
        check(set(ids) <= set(grades), 'not graded:', set(ids) - set(grades))
        check(not graded_once or len(grades) == len(set(grades)), 'graded twice')

    def settle(self, name, result, unknown_allowed):
        until(lambda: all(row['STATE'] == 'done' for row in self.attempts(name).values()), 'the attempts of ' + name, 30)
        rows = self.attempts(name)
        missing = [attempt for attempt in result['acked'] if attempt not in rows]
        check(not missing or len(rows) == 1000, 'acknowledged and lost:', missing)
        check(all(rows[attempt]['VERDICT'] == 'pass' for attempt in result['acked'] if attempt in rows), name, 'did not pass')
        new = set(rows) - self.history[name] - set(result['acked'])
        check(len(new) <= (result['silent'] + result['first'] if unknown_allowed else 0), 'attempts that nobody was told of:', new)
