it = iter([])
for _ in range(30000):
    it = map(str, it)
print("end")
