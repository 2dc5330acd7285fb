import sys
print(sys.argv, sys.orig_argv, len(sys.argv))
