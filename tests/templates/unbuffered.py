import sys, os
print("text")
os.write(1, b"raw\n")
print(sys.stdout, sys.stdout.buffer, sys.stdout.write_through)
