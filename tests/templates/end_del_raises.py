import sys


class Loud:
    def __del__(self):
        raise ValueError("at the end")


sys.unraisablehook = lambda args: print(args.exc_type, args.exc_value, args.err_msg, args.object.__qualname__)
kept = Loud()
print("end")
