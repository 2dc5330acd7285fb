import sys, os
print(sys.stdin.read(2))
sys.stdin.seek(0)
print(sys.stdin.read(), os.lseek(0, 0, os.SEEK_CUR))
