import atexit, sys

atexit.register(print, "registered")
del sys.modules["atexit"], atexit
print("end")
