import sys, os
print("e1", file=sys.stderr)
os.write(2, b"e2\n")
sys.stderr.write("e3")
os.write(2, b"e4\n")
