import os, sys


def flush():
    os.write(2, b"own flush\n")


sys.stdout.flush = flush
print("end")
