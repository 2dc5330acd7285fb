import sys

print("end")
del sys.modules["__main__"]
sys.exit(4)
