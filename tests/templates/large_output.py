for n in range(40000):
    print(n)
