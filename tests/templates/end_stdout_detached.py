import sys

buffer = sys.stdout.detach()
buffer.write(b"through the buffer\n")
