import sys


class Loud:
    def __del__(self):
        raise ValueError("at the end")


sys.unraisablehook = lambda unraisable: print("hook", unraisable.exc_type.__name__)
kept = Loud()
print("end")
