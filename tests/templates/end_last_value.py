class Loud(Exception):
    def __del__(self):
        print("gone")


raise Loud("x")
