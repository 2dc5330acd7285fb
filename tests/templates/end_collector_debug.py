import gc, warnings

warnings.simplefilter("always")
gc.set_debug(gc.DEBUG_UNCOLLECTABLE)
gc.garbage.append([1, 2])
print("end")
