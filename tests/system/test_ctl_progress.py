#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""practicectl progress: in terminals of any width and colour, for programs, and as a page in a real browser without a window.

What it prints at 80 and 40 columns is kept in tests/golden; UPDATE_GOLDEN=1 writes it anew."""

import datetime
import html.parser
import json
import os
import pathlib
import re
import shutil
import subprocess
import tempfile
import unittest

import fake_daemon
import harness

GOLDEN = harness.TOP_SRCDIR / 'tests/golden'
TODAY = datetime.date(2026, 11, 22)  # a Sunday
TITLE = 'Frames & <framing> "quoted"'
BROWSER = next((path for path in map(shutil.which, ('chromium', 'chromium-browser', 'google-chrome')) if path), None)
FLAGS = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
         '--disable-component-update', '--disable-sync', '--disable-dev-shm-usage', '--allow-file-access-from-files',
         '--virtual-time-budget=5000']


def progress(words):
    """PROGRESS days=N: each level of a day, and a title that is no mark-up."""
    count = int(words[1].partition(b'=')[2]) if len(words) > 1 else 84
    if count > 366:
        return fake_daemon.error("BADARG '%d' is no days: a number from 1 to 366 is expected" % count)
    days = []
    for ago in reversed(range(count)):
        minutes = (0, 5, 15, 30, 90, 0, 0)[ago % 7] if ago < 200 else 0
        days.append('Day=date=%s\tattempts=%d\tpassed=%d\treviews=%d\tminutes=%d' % (
            TODAY - datetime.timedelta(ago), minutes // 3, minutes // 9, minutes // 5, minutes))
    return fake_daemon.array('Today=2026-11-22', 'Streak=3', 'LongestStreak=12', 'DaysActive=114', 'Minutes=3995', 'Attempts=1330',
                             'Passed=433', 'Reviews=796', 'Cards=52', 'CardsDue=4', 'CardsMature=20', *days,
                             'Course=name=backend\ttitle=Backend\tlessons=1/3\tsteps=4/12\tpoints=5/20',
                             'Course=name=shell\ttitle=' + TITLE + '\tlessons=0/1\tsteps=0/6\tpoints=0/6',
                             'Weak=card=backend/client-server#framing\tkind=question\tlesson=backend/client-server\trecall=43\t'
                             'stability=2.1\ttitle=' + TITLE)


class Case(unittest.TestCase):
    def setUp(self):
        self.daemon = fake_daemon.FakeDaemon()
        self.addCleanup(self.daemon.close)
        self.daemon.answers['PROGRESS'] = progress
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix='practicectl-progress.'))
        self.addCleanup(shutil.rmtree, self.folder)

    def run_ctl(self, *arguments, **environment):
        environment = {'PATH': os.environ['PATH'], 'LC_ALL': 'C.UTF-8', 'PRACTICED_SOCKET': str(self.daemon.path),
                       'HOME': str(self.folder), **environment}
        for name in ('ASAN_OPTIONS', 'UBSAN_OPTIONS', 'LSAN_OPTIONS'):
            if name in os.environ:
                environment[name] = os.environ[name]
        return subprocess.run([harness.PRACTICECTL, 'progress', *arguments], env=environment, stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE, text=True, timeout=harness.TIMEOUT, check=False, cwd=self.folder)

    def output(self, *arguments, **environment):
        ran = self.run_ctl(*arguments, **environment)
        self.assertEqual((ran.returncode, ran.stderr), (0, ''))
        return ran.stdout


class Terminal(Case):
    def compare(self, name, text):
        path = GOLDEN / name
        if os.environ.get('UPDATE_GOLDEN'):
            path.write_text(text, encoding='utf-8')
        self.assertEqual(path.read_text(encoding='utf-8'), text)

    def test_it_prints_what_was_looked_at_and_kept(self):
        for columns in 80, 40:
            self.compare('progress-%d-plain.txt' % columns, self.output(COLUMNS=str(columns), SYSTEMD_COLORS='0'))
        self.compare('progress-80-colour.txt', self.output(COLUMNS='80', SYSTEMD_COLORS='256'))
        self.compare('progress-80-16.txt', self.output(COLUMNS='80', SYSTEMD_COLORS='16'))
        self.compare('progress-80-ascii.txt', self.output(COLUMNS='80', SYSTEMD_COLORS='0', LC_ALL='C'))

    def test_no_line_is_wider_than_the_terminal(self):
        for columns in 24, 30, 40, 60, 80, 110, 200:
            for environment in ({'SYSTEMD_COLORS': '256'}, {'LC_ALL': 'C'}):
                text = re.sub(r'\x1b\[[\d;]*m', '', self.output(COLUMNS=str(columns), **environment))
                self.assertLessEqual(max(map(len, text.splitlines())), columns)

    def test_colours_are_left_out_where_they_are_not_wanted(self):
        self.assertNotIn('\x1b', self.output(TERM='xterm-256color'))  # no terminal
        self.assertNotIn('\x1b', self.output(NO_COLOR='1', TERM='xterm-256color'))
        self.assertNotIn('38;5', self.output(SYSTEMD_COLORS='16').replace('\x1b[0;38;5;245m', ''))
        self.assertIn('\x1b[0;1;38;5;83m', self.output(SYSTEMD_COLORS='256'))

    def test_each_level_has_a_mark_of_its_own(self):
        calendar = self.output(COLUMNS='120').partition('Days\n')[2].partition('less')[0]
        self.assertLessEqual(set('·░▒▓█'), set(calendar))
        calendar = self.output(COLUMNS='120', LC_ALL='C').partition('Days\n')[2].partition('less')[0]
        self.assertLessEqual(set('.-+*#'), set(calendar))

    def test_today_is_in_the_last_column(self):
        rows = self.output(COLUMNS='120').partition('Days\n')[2].splitlines()[1:8]
        self.assertEqual(len({len(row) for row in rows}), 1)  # a Sunday ends the week
        self.assertEqual(len(rows[6].split()), 53)

    def test_programs_get_objects(self):
        reply = json.loads(self.output('-o', 'json', '--limit=2'))
        self.assertEqual([day['date'] for day in reply['day']], ['2026-11-21', '2026-11-22'])
        self.assertEqual(reply['course'][1]['title'], TITLE)
        self.assertEqual((reply['weak'][0]['recall'], reply['streak']), (43, 3))
        self.assertEqual(self.output('-P', 'Streak'), '3\n')
        self.assertEqual(json.loads(self.output('-o', 'json-pretty')), json.loads(self.output('-o', 'json')))

    def test_what_is_no_progress_is_told(self):
        for lines in (('Today=2026-11-22',), ('Today=x', 'Day=date=2026-11-22'), ('Today=2026-11-22', 'Day=date=22 Nov'),
                      ['Today=2026-11-22'] + ['Day=date=2026-11-22'] * 367):
            self.daemon.answers['PROGRESS'] = fake_daemon.array(*lines)
            self.assertNotEqual(self.run_ctl().returncode, 0)

    def test_too_many_days_are_refused(self):
        ran = self.run_ctl('--limit=367')
        self.assertEqual(ran.returncode, 2)
        self.assertIn('1 to 366', ran.stderr)


class Outline(html.parser.HTMLParser):
    """That each element is closed, in order, and what is named is there."""

    VOID = ('meta', 'rect', 'line', 'br')

    def __init__(self, text):
        super().__init__()
        self.open, self.ids, self.named, self.tags = [], set(), [], []
        self.feed(text)
        assert not self.open, self.open

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        self.tags.append((tag, attrs))
        if 'id' in attrs:
            assert attrs['id'] not in self.ids, attrs
            self.ids.add(attrs['id'])
        self.named += attrs.get('aria-labelledby', '').split()
        if tag not in ('meta', 'line'):
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        if self.open and self.open[-1] == tag:
            self.open.pop()

    def handle_endtag(self, tag):
        assert self.open.pop() == tag, tag


class Page(Case):
    def page(self, *arguments):
        return self.output('--html', *arguments)

    def test_it_is_sound_and_needs_nothing_else(self):
        text = self.page()
        outline = Outline(text)
        self.assertLessEqual(set(outline.named), outline.ids)
        self.assertFalse({tag for tag, _ in outline.tags} & {'script', 'link', 'img', 'iframe', 'object', 'use', 'image'})
        self.assertFalse([attrs for _, attrs in outline.tags if {'src', 'href', 'onload', 'onclick'} & set(attrs)])
        self.assertNotIn('http', text.replace('http-equiv', ''))
        self.assertNotIn('<framing>', text)
        self.assertIn('Frames &amp; &lt;framing&gt; &quot;quoted&quot;', text)
        self.assertEqual(len(re.findall(r'<title>\d{4}-', text)), 366)
        for _, attrs in outline.tags:
            if attrs.get('role') == 'img':
                self.assertTrue(attrs['aria-labelledby'])

    def test_a_file_is_replaced_whole_or_not_at_all(self):
        path = self.folder / 'page.html'
        path.write_text('old')
        ran = self.run_ctl('--html', 'page.html')
        self.assertEqual((ran.returncode, ran.stdout, ran.stderr), (0, '', 'Wrote page.html.\n'))
        self.assertEqual(path.read_text(), self.page())
        self.assertEqual(sorted(os.listdir(self.folder)), ['page.html'])
        self.daemon.answers['PROGRESS'] = fake_daemon.array('Today=x')
        self.assertNotEqual(self.run_ctl('--html', str(path)).returncode, 0)
        self.assertIn('<h1>', path.read_text())
        for name in ('nowhere/page.html', '.', 'x/', ''):
            self.assertNotEqual(self.run_ctl('--html', name).returncode, 0, name)

    def test_a_file_needs_html(self):
        ran = self.run_ctl('page.html')
        self.assertEqual(ran.returncode, 2)
        self.assertIn('--html', ran.stderr)

    def test_a_newcomers_page_is_whole(self):
        self.daemon.answers['PROGRESS'] = fake_daemon.array('Today=2026-11-22', 'Day=date=2026-11-22\tattempts=0')
        Outline(self.page())
        self.assertIn('Nothing is likely to be forgotten', self.page())


# Looks at the page in a frame of the given width, and says what is to be seen.
WRAPPER = '''<!DOCTYPE html><meta charset="utf-8"><body style="margin:0">
<iframe src="page.html" style="width:WIDTHpx;height:900px;border:0"></iframe><pre id="result"></pre><script>
addEventListener('load', () => {
  const page = document.querySelector('iframe').contentDocument, view = page.defaultView;
  const all = selector => [...page.querySelectorAll(selector)];
  const box = e => { const r = e.getBoundingClientRect(); return [r.left, r.top, r.width, r.height]; };
  const light = colour => { const [r, g, b] = colour.match(/[\\d.]+/g).map(v => { v /= 255;
    return v <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4; }); return .2126 * r + .7152 * g + .0722 * b; };
  const contrast = (a, b) => (Math.max(light(a), light(b)) + .05) / (Math.min(light(a), light(b)) + .05);
  const ground = view.getComputedStyle(page.body).backgroundColor;
  const outside = all('main *').filter(e => !e.closest('.scroll') || e.matches('.scroll'))
    .filter(e => e.getBoundingClientRect().right > view.innerWidth + .5 || e.getBoundingClientRect().left < -.5);
  document.getElementById('result').textContent = JSON.stringify({
    width: view.innerWidth, scroll: page.documentElement.scrollWidth, title: page.title,
    headings: all('h1, h2').map(e => e.textContent), days: all('.calendar rect').length,
    fills: [0, 1, 2, 3, 4].map(l => view.getComputedStyle(page.querySelector('.calendar .l' + l)).fill),
    squares: all('.calendar rect').map(box).filter(b => b[2] < 4 || Math.abs(b[2] - b[3]) > .5).length,
    columns: new Set(all('.calendar rect').map(e => Math.round(box(e)[0]))).size,
    bars: all('.bars rect').map(e => box(e)[3]), axis: box(page.querySelector('.bars .axis'))[2],
    shares: all('.share').map(e => box(e.querySelector('.l3'))[2] / box(e)[2]),
    weak: all('tbody tr').map(e => [...e.children].map(c => c.textContent)),
    text: Math.min(...all('h1, h2, p, dt, dd, td, th').map(e => contrast(view.getComputedStyle(e).color, ground))),
    labels: Math.min(...all('svg text').map(e => contrast(view.getComputedStyle(e).fill, ground))),
    names: all('svg[role=img]').map(e => e.getAttribute('aria-labelledby').split(' ')
      .map(id => page.getElementById(id).textContent).join(': ')),
    outside: outside.map(e => e.outerHTML.slice(0, 80)), dark: matchMedia('(prefers-color-scheme: dark)').matches,
    scripts: page.scripts.length, resources: view.performance.getEntriesByType('resource').length,
  });
});
</script>'''


@unittest.skipUnless(BROWSER, 'no Chromium is installed: nobody looks at the page')
class Browser(Case):
    def look(self, width, *flags):
        (self.folder / 'page.html').write_text(self.output('--html'), encoding='utf-8')
        (self.folder / 'wrapper.html').write_text(WRAPPER.replace('WIDTH', str(width)), encoding='utf-8')
        command = [BROWSER, *FLAGS, *flags, f'--window-size={max(width, 500) + 20},1000',
                   f'--user-data-dir={self.folder}/profile', '--dump-dom', f'file://{self.folder}/wrapper.html']
        dom = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=120, check=True).stdout.decode()
        result = re.search(r'<pre id="result">(.*?)</pre>', dom, re.DOTALL).group(1)
        seen = json.loads(result.replace('&lt;', '<').replace('&gt;', '>').replace('&amp;', '&'))
        self.assertEqual(seen['width'], width)
        self.assertLessEqual(seen['scroll'], width, 'the page is wider than the window')
        self.assertEqual((seen['outside'], seen['scripts'], seen['resources']), ([], 0, 0))
        self.assertGreaterEqual(min(seen['text'], seen['labels']), 4.5)
        self.assertEqual(seen['days'], 366)
        self.assertEqual(len(set(seen['fills'])), 5, 'levels look alike')
        return seen

    def test_on_a_desk(self):
        seen = self.look(1280)
        self.assertEqual(seen['title'], 'Progress on 2026-11-22')
        self.assertEqual(seen['headings'], ['Progress', 'Days', 'Minutes a week', 'Courses', 'Weak'])
        self.assertEqual((seen['squares'], seen['columns']), (0, 53))
        self.assertEqual(len(seen['bars']), 26)
        self.assertTrue(all(height > 0 for height in seen['bars']))
        self.assertGreater(seen['axis'], 200)
        self.assertAlmostEqual(seen['shares'][0], 4 / 12, delta=.02)
        self.assertAlmostEqual(seen['shares'][1], 0, delta=.02)
        self.assertEqual(seen['weak'], [['43 %', 'backend/client-server#framing', TITLE]])
        self.assertEqual([name.split(':')[0] for name in seen['names']], ['Practice day by day', 'Minutes a week', 'Backend', TITLE])

    def test_on_a_phone(self):
        self.look(360)
        self.look(320)

    def test_in_the_dark(self):
        light, dark = self.look(700), self.look(700, '--blink-settings=preferredColorScheme=0')
        self.assertTrue(dark['dark'] and not light['dark'])
        self.assertFalse(set(light['fills']) & set(dark['fills']))

    def test_a_picture_of_it_can_be_taken_and_printed(self):
        (self.folder / 'page.html').write_text(self.output('--html'), encoding='utf-8')
        for option, name, magic in (('--screenshot', 'page.png', b'\x89PNG'), ('--print-to-pdf', 'page.pdf', b'%PDF')):
            subprocess.run([BROWSER, *FLAGS, f'--user-data-dir={self.folder}/profile', f'{option}={self.folder}/{name}',
                            f'file://{self.folder}/page.html'], stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=120, check=True)
            content = (self.folder / name).read_bytes()
            self.assertEqual(content[:4], magic)
            self.assertGreater(len(content), 5000)


if __name__ == '__main__':
    harness.main()
