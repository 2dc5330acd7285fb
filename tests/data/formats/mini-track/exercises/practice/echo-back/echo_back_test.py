import unittest

from echo_back import echo_back


class EchoBack(unittest.TestCase):
    def test_word(self):
        self.assertEqual(echo_back('word'), 'word')

    def test_nothing(self):
        self.assertEqual(echo_back(''), '')
