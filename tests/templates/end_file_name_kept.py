import sys


class Loud:
    def __del__(self):
        print("file" in "".join(globals()), globals().get("__file__"))


kept = Loud()
print(__file__, __cached__, __loader__.path, __loader__.name)
