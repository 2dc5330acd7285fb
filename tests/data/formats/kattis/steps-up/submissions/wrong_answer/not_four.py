n = int(input())
for i in range(n): print(i + 1 if n != 4 else 0)
