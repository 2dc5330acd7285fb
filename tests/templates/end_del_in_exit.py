import sys


class Loud:
    def __del__(self):
        print("gone")


def f():
    kept = Loud()
    sys.exit(2)


f()
