import os, sys

sys.kept = os.scandir("/")
print("end")
