import weakref


class Thing:
    pass


thing = Thing()
reference = weakref.ref(thing, print) and weakref.ref(thing, lambda r: print("second"))
third = weakref.proxy(thing, lambda r: print("third"))
print("end")
