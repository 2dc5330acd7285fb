import sys
print(sys.path, sys.flags)
