import os, sys


def hook(event, arguments, write=os.write):
    if event.startswith("cpython."):
        write(2, event.encode() + b"\n")


sys.addaudithook(hook)
print("end")
