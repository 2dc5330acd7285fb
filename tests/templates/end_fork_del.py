import os


class Loud:
    def __del__(self):
        print("gone")


kept = Loud()
child = os.fork()
if child:
    os.waitpid(child, 0)
