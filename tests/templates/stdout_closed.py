import sys
sys.stdout.close()
print("x", file=sys.stderr)
