import sys


class Loud:
    def __del__(self):
        print("leaving")
        sys.exit(7)


sys.unraisablehook = lambda args: print(args.exc_type, args.exc_value, args.err_msg, args.object.__qualname__)
kept = Loud()
sys.exit(3)
