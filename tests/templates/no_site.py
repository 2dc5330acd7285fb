import sys
print(sys.path, sys.flags, list(sys.modules))
