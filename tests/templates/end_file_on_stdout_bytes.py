import os

f = os.fdopen(1, "wb")
f.write(b"bytes\n")
print("end")
