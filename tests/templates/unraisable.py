class C:
    def __del__(self):
        raise ValueError("in del")


    def __repr__(self):
        return "C"


import sys
sys.unraisablehook = lambda args: print(args.exc_type, args.exc_value, args.err_msg)
C()
print("after")
