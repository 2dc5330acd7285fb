import os, sys
if len(sys.argv) < 3:
    os.execv(sys.executable, [sys.executable, "-B", sys.argv[0], "x", "y"])
print(sys.argv, sys.orig_argv)
