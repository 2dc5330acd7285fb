try:
    x = bytearray(1 << 33)
except MemoryError:
    print("too much")
x = bytearray(1 << 33)
