import weakref


class Thing:
    pass


class Reference(weakref.ref):
    pass


thing = Thing()
reference = Reference(thing, lambda _: print("gone"))
print("end")
