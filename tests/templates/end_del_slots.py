class Loud:
    __slots__ = ()

    def __del__(self):
        print("gone")


kept = Loud()
print("end")
