def numbers():
    try:
        yield 1
    finally:
        print("finally")


never = numbers()
print("end")
