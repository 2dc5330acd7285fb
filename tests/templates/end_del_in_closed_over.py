def outer():
    class Loud:
        def __del__(self):
            print("gone")

    kept = Loud()
    return lambda: kept


f = outer()
print("end")
