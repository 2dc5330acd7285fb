import atexit, sys, threading
atexit.register(print, "registered first, last to run")
atexit.register(lambda: print("main is", sys.modules["__main__"].__dict__.get("__file__"), threading.current_thread() is threading.main_thread()))
print("end")
raise SystemExit(4)
