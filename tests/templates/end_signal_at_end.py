import os, signal

signal.signal(signal.SIGUSR1, lambda number, frame: print("signal"))
print("end")
os.kill(os.getpid(), signal.SIGUSR1)
