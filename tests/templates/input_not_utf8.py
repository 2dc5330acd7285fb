import sys, os
os.write(1, ascii(sys.stdin.read()).encode())
