import sys


class Out:
    def flush(self):
        print("flush of the original", file=sys.stderr)


sys.__stdout__ = Out()
print("end")
