import gc

gc.set_debug(gc.DEBUG_UNCOLLECTABLE | gc.DEBUG_SAVEALL)
a = []
a.append(a)
del a
print("end")
