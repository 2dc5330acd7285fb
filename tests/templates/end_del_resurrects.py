class Loud:
    def __del__(self):
        print("gone")
        global again
        again = self


kept = Loud()
print("end")
