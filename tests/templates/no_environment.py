import sys, os
print(sys.flags, dict(os.environ))
