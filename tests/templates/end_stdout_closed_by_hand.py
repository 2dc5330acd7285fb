import sys

print("end")
sys.stdout.close()
