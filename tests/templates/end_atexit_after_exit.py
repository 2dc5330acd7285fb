import atexit, sys

atexit.register(lambda: print("main file", sys.modules["__main__"].__dict__.get("__file__") is not None))
sys.exit(4)
