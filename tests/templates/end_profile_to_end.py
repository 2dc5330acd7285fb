import sys


class Loud:
    def __del__(self):
        pass


kept = Loud()
sys.setprofile(lambda frame, event, argument: print(event, frame.f_code.co_name))
