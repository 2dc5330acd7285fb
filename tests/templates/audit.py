import sys
sys.addaudithook(lambda e, a: e == "os.listdir" and print(e, a))
import os
os.listdir("/usr/share/none") if 0 else None
print("x")
