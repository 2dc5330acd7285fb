class Base:
    def __del__(self):
        print("gone", type(self).__name__)


class Derived(Base, dict):
    pass


kept = Derived()
kept["self"] = kept
print("end")
