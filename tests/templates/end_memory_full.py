kept = []
try:
    while True:
        kept.append(bytearray(1 << 20))
except MemoryError:
    print("full")
