import builtins


class Loud:
    def __del__(self):
        print("gone")


builtins.kept = Loud()
del Loud
print("end")
