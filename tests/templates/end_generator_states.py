def numbers():
    try:
        yield 1
    finally:
        print("finally")


never = numbers()
done = numbers()
list(done)
comprehension = (x for x in [1, 2, 3])
print(next(comprehension))
