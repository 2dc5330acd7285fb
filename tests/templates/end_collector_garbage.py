import gc, warnings

warnings.simplefilter("always")
gc.garbage.append([1, 2])
print("end", gc.isenabled())
