#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Replays the transcripts of practice-protocol(7) against the daemon: in the order of the page, on one connection.

A transcript is a literal block with lines `C: request` and `S: reply`. `S: ...` stands for any further lines, `...` at
the end of a line for the rest of it. What differs from one machine to the next is blanked on both sides.
"""

import os
import re
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import harness  # noqa: E402

PAGE = (harness.TOP_SRCDIR / 'man/practice-protocol.7').read_text(encoding='utf-8')

# What no page can know.
VOLATILE = (
    (r'\b(\w*_ms|memory_kb|WallMs|CpuMs|MemoryKb|Uid|Gid)=\d+', r'\1=*'),
    (r'\b(User|Sandbox)=\S+', r'\1=*'),
    (r'\d{4}-\d\d-\d\d(T[\d:.]+Z)?', '*'),
    (r'\b(Minutes|minutes)=\d+', r'\1=*'),
    (r'(\*\\t)\d+$', r'\1*'),  # HISTORY's last column, WALL_MS
)


def unroff(line):
    return line.replace(r'\&', '').replace(r'\(dq', '"').replace(r'\(aq', "'").replace(r'\-', '-').replace(r'\e', '\\')


def blank(line):
    for pattern, replacement in VOLATILE:
        line = re.sub(pattern, replacement, line)
    return line


def transcripts():
    """Section, request and the lines of its reply."""
    section, found = '', []
    for line in PAGE.splitlines():
        if line.startswith(('.Ss ', '.Sh ')):
            section = line[4:]
        elif line.startswith('C: '):
            found.append((section, unroff(line[3:]), []))
        elif line.startswith('S: '):
            found[-1][2].append(unroff(line[3:]))
    return found


def read_reply(client):
    """The lines of one reply, as the page shows them."""
    line = client.read_raw_line().decode().rstrip('\n')
    lines = [line.replace('\t', r'\t')]
    if line.startswith('*'):
        for _ in range(int(line[1:])):
            lines += read_reply(client)
    elif line.startswith('$'):
        lines += client.read_bytes(int(line[1:]) + 1).decode()[:-1].splitlines()
    return lines


def matches(expected, actual):
    if not expected or not actual:
        return not actual and all(line == '...' for line in expected)
    if expected[0] == '...':
        return matches(expected[1:], actual) or matches(expected, actual[1:])
    wanted, got = blank(expected[0]), blank(actual[0])
    same = got.startswith(wanted[:-3]) if wanted.endswith('...') else got == wanted
    return same and matches(expected[1:], actual[1:])


class Transcripts(harness.TestCase):
    def serve(self):
        daemon = self.daemon(catalog=self.shipped('backend/client-server'), arguments=['--user'])
        return daemon.client()

    def test_each_is_what_the_daemon_says(self):
        client = self.serve()
        for section, request, expected in transcripts():
            with self.subTest(section=section, request=request):
                client.send(request + '\n')
                actual = read_reply(client)
                self.assertTrue(matches(expected, actual), 'the page says\n  ' + '\n  '.join(expected)
                                + '\nthe daemon says\n  ' + '\n  '.join(actual))

    def test_each_verb_has_a_section_and_a_transcript(self):
        client = self.serve()
        client.send('HELP\n')
        verbs = {line[1:].split(r'\t')[0] for line in read_reply(client)[2:]}
        self.assertGreater(len(verbs), 20)
        self.assertEqual(verbs, set(re.findall(r'^\.Ss ([A-Z]{3,})\b', PAGE, re.MULTILINE)))
        self.assertEqual(verbs - {request.split()[0] for _, request, _ in transcripts()}, set())

    def test_a_wrong_transcript_is_seen(self):
        for expected, actual in ((['+PONG'], ['+PING']), (['+PONG'], []), ([], ['+PONG']), (['...', '+b'], ['*1', '+a']),
                                 (['*2', '...'], ['*3', '+a']), (['+a ...'], ['+b c'])):
            self.assertFalse(matches(expected, actual), (expected, actual))
        self.assertTrue(matches(['...', '+wall_ms=3 b', '...'], ['*1', '+wall_ms=12 b']))


if __name__ == '__main__':
    harness.main()
