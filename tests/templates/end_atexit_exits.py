import atexit, sys

atexit.register(lambda: print("last"))
atexit.register(sys.exit, 6)
print("end")
