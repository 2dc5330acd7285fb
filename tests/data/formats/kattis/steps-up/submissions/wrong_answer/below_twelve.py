n = int(input())
for i in range(n): print(i + 1 if n < 12 else 0)
