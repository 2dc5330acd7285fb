def numbers():
    try:
        yield 1
        yield 2
    finally:
        print("finally")


g = numbers()
print(next(g))
