class Loud:
    def __del__(self):
        print("gone")


def f(kept=Loud()):
    pass


f.attribute = Loud()
del Loud
print("end")
