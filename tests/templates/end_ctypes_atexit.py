import ctypes

libc = ctypes.CDLL(None)
kept = ctypes.CFUNCTYPE(None)(lambda: None)
print("end")
