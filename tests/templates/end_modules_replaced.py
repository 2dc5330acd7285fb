import sys


class Modules(dict):
    def __setitem__(self, key, value):
        print("set", key)
        super().__setitem__(key, value)


sys.modules = Modules(sys.modules)
print("end")
