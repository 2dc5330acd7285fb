import gc

gc.garbage.append([1, 2])
print("end", gc.isenabled())
