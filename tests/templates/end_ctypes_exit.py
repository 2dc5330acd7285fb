import ctypes

libc = ctypes.CDLL(None)
libc.printf(b"from C\n")
print("end")
