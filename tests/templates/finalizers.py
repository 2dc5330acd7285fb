import weakref, sys


class Thing:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print("del", self.name, sys.is_finalizing() if sys else None)


a = Thing("a")
b = Thing("b")
b.self = b
weakref.finalize(a, print, "finalize a")
print("end")
