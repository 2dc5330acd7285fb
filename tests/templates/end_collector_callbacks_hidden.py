import gc, sys

gc.callbacks.append(lambda phase, info: print(phase))
del gc, sys.modules["gc"]
print("end")
