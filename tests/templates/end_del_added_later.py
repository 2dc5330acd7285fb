import os

type(os.environ).__del__ = lambda self: print("environment gone")
print("end")
