import sys
print(sys.stdin.buffer.read(3), sys.stdin.buffer.peek(2)[:2], sys.stdin.read())
