class Loud:
    __slots__ = ()

    def __del__(self):
        print("gone")


import sys

sys.kept = (Loud(), 1)
print("end")
