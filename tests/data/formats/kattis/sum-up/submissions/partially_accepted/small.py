n = int(input()); print(sum(range(n + 1)) if n < 10 else 0)
