import sys


class Loud:
    def __del__(self):
        print("gone")

    def __repr__(self):
        return "loud"


sys.displayhook(Loud())
print("end")
