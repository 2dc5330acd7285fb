import gc


class Loud:
    def __del__(self):
        print("gone")


kept = Loud()
gc.freeze()
print("end")
