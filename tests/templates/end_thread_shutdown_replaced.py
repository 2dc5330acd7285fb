import sys, types

fake = types.ModuleType("threading")
fake._shutdown = lambda: print("shut down")
sys.modules["threading"] = fake
print("end")
