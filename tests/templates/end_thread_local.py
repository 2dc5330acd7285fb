import threading


class Loud:
    def __del__(self):
        print("gone")


local = threading.local()
local.kept = Loud()
print("end")
