import weakref


class Thing:
    pass


thing = Thing()
weakref.finalize(thing, print, "never").atexit = False
weakref.finalize(thing, print, "at exit")
print("end")
