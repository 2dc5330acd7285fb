class Loud:
    def __del__(self):
        print("gone")


def f():
    kept = Loud()
    1 / 0


f()
