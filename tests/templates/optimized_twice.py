"""gone"""
import sys
print(sys.flags, __doc__)
