import sys

print("\n".join([input()] * len(sys.argv)))
