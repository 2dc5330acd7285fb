import sys


class Number(int):
    pass


sys.exit(Number(6))
