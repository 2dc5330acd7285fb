#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The page of `practicectl show --html` in a real browser, without a window: what is to be seen is seen, nothing overflows."""
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

CTL = os.path.join(os.environ.get('top_builddir', os.getcwd()), 'practicectl')
SOURCE = os.environ.get('top_srcdir', os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', '..'))
LESSON = os.path.join(SOURCE, 'lessons', 'backend', 'client-server', 'lesson.md')
FIXTURE = os.path.join(SOURCE, 'tests', 'golden', 'fixture.md')
BROWSER = next((path for path in map(shutil.which, ('chromium', 'chromium-browser', 'google-chrome')) if path), None)
FLAGS = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
         '--disable-component-update', '--disable-sync', '--disable-dev-shm-usage', '--allow-file-access-from-files',
         '--virtual-time-budget=5000']

# Looks at the page in a frame of the given width, which is narrower than a browser's window can be.
WRAPPER = '''<!DOCTYPE html><meta charset="utf-8"><body style="margin:0">
<iframe src="page.html" style="width:WIDTHpx;height:900px;border:0"></iframe><pre id="result"></pre><script>
addEventListener('load', () => {
  const page = document.querySelector('iframe').contentDocument, view = page.defaultView, root = page.documentElement;
  const box = element => { const r = element.getBoundingClientRect(); return [r.left, r.top, r.right, r.bottom]; };
  const shown = element => { const s = view.getComputedStyle(element), r = element.getBoundingClientRect();
    return s.visibility === 'visible' && s.display !== 'none' && +s.opacity === 1 && r.width > 0 && r.height > 0; };
  const light = colour => { const [r, g, b] = colour.match(/[\\d.]+/g).map(v => { v /= 255;
    return v <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4; }); return .2126 * r + .7152 * g + .0722 * b; };
  const ground = element => { for (; element; element = element.parentElement) {
    const c = view.getComputedStyle(element).backgroundColor; if (!/, 0\\)$|transparent/.test(c)) return c; } return 'rgb(255,255,255)'; };
  const contrast = element => { const a = light(view.getComputedStyle(element).color), b = light(ground(element));
    return (Math.max(a, b) + .05) / (Math.min(a, b) + .05); };
  const h1 = page.querySelector('h1'), paragraphs = [...page.querySelectorAll('h1 ~ p')];
  const text = [...page.querySelectorAll('h1, h2, h3, p, li, code, pre, th, td, a, blockquote')];
  const outside = [...page.querySelectorAll('main *')].filter(e => !e.closest('pre, .scroll') || e.matches('pre, .scroll'))
    .filter(e => e.getBoundingClientRect().right > view.innerWidth + .5 || e.getBoundingClientRect().left < -.5);
  document.getElementById('result').textContent = JSON.stringify({
    width: view.innerWidth, scroll: root.scrollWidth, title: page.title, heading: h1.textContent, h1: box(h1), h1Shown: shown(h1),
    h1Size: parseFloat(view.getComputedStyle(h1).fontSize), size: parseFloat(view.getComputedStyle(paragraphs[0]).fontSize),
    intro: paragraphs.slice(0, 2).map(p => [p.textContent, shown(p), ...box(p)]),
    outside: outside.map(e => e.outerHTML.slice(0, 80)), dark: matchMedia('(prefers-color-scheme: dark)').matches,
    contrast: Math.min(...text.map(contrast)), gap: page.querySelector('h2').getBoundingClientRect().top - box(paragraphs[1])[3],
    codeScrolls: [...page.querySelectorAll('pre')].every(e => view.getComputedStyle(e).overflowX === 'auto'),
    scripts: page.scripts.length, resources: view.performance.getEntriesByType('resource').length,
  });
});
</script>'''


def measure(markdown, width, *flags):
    """Renders the text, shows it in a frame so wide, returns what the browser measured."""
    with tempfile.TemporaryDirectory(prefix='practicectl-html.') as folder:
        page = subprocess.run([CTL, 'show', '--html', '--file=' + markdown], stdout=subprocess.PIPE, check=True).stdout
        for name, content in (('page.html', page), ('wrapper.html', WRAPPER.replace('WIDTH', str(width)).encode())):
            with open(os.path.join(folder, name), 'wb') as file:
                file.write(content)
        command = [BROWSER, *FLAGS, *flags, f'--window-size={max(width, 500) + 20},1000', '--user-data-dir=' + folder + '/profile',
                   '--dump-dom', 'file://' + folder + '/wrapper.html']
        dom = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=120, check=True).stdout.decode()
    result = re.search(r'<pre id="result">(.*?)</pre>', dom, re.DOTALL).group(1)
    return json.loads(result.replace('&lt;', '<').replace('&gt;', '>').replace('&amp;', '&'))


class Page(unittest.TestCase):
    def look(self, markdown, width, *flags):
        seen = measure(markdown, width, *flags)
        self.assertEqual(seen['width'], width)
        self.assertLessEqual(seen['scroll'], width, 'the page is wider than the window')
        self.assertEqual(seen['outside'], [])
        self.assertTrue(seen['codeScrolls'])
        self.assertGreaterEqual(seen['contrast'], 4.5)
        self.assertEqual((seen['scripts'], seen['resources']), (0, 0))
        return seen

    def look_at_lesson(self, width):
        seen = self.look(LESSON, width)
        self.assertEqual(seen['heading'], 'Client-Server Architecture')
        self.assertEqual(seen['title'], 'Client-Server Architecture')
        self.assertTrue(seen['h1Shown'])
        self.assertGreaterEqual(seen['h1'][1], 0)
        self.assertLess(seen['h1'][3], 300, 'the heading is in the first screen')
        self.assertGreater(seen['h1Size'], 1.5 * seen['size'])
        for text, is_shown, left, _, right, bottom in seen['intro']:
            self.assertTrue(text and is_shown, text)
            self.assertTrue(0 <= left < right <= width)
            self.assertLess(bottom, 900, 'the intro is in the first screen')
        self.assertTrue(24 <= seen['gap'] <= 120, 'air between the intro and what follows')

    def test_lesson_on_a_desk(self):
        self.look_at_lesson(1280)

    def test_lesson_on_a_tablet(self):
        self.look_at_lesson(700)

    def test_lesson_on_a_phone(self):
        self.look_at_lesson(360)

    def test_lesson_on_a_small_phone(self):
        self.look_at_lesson(320)

    def test_lesson_in_the_dark(self):
        self.assertTrue(self.look(LESSON, 1280, '--blink-settings=preferredColorScheme=0')['dark'])

    def test_every_form_of_text_stays_within(self):
        self.look(FIXTURE, 1280)
        self.look(FIXTURE, 360)


if __name__ == '__main__':
    if not BROWSER:
        print('SKIP: no Chromium is installed')
        sys.exit(77)
    if not os.access(CTL, os.X_OK):
        print('SKIP: practicectl is not built')
        sys.exit(77)
    unittest.main(verbosity=1)
