import sys
assert False
print(sys.flags, __debug__)
