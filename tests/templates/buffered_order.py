import os
print("first")
os.write(1, b"raw first\n")
