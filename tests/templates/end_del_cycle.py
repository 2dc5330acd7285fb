import gc

gc.disable()


class Loud:
    def __del__(self):
        print("gone")


a, b = Loud(), Loud()
a.other, b.other = b, a
del a, b
print("end")
