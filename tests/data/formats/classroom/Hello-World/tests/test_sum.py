import subprocess
import sys
import unittest


class Sum(unittest.TestCase):
    def test_three(self):
        done = subprocess.run([sys.executable, 'sum.py'], input='1 2 3\n', capture_output=True, text=True)
        self.assertEqual(done.stdout.strip(), '6')


unittest.main()
