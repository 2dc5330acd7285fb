import os


class Loud:
    def __del__(self):
        print("gone")


kept = Loud()
print("lost")
os._exit(3)
