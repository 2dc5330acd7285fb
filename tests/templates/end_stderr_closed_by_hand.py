import sys

print("end")
sys.stderr.close()
