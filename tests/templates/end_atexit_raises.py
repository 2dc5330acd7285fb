import atexit, sys



class Fails:
    def __call__(self):
        return 1 / 0

    def __repr__(self):
        return "Fails"


atexit.register(Fails())
print("end")
sys.exit(3)
