import sys


class Out:
    def __init__(self, to):
        self.to = to

    def write(self, text):
        return self.to.write(text.upper())

    def flush(self):
        self.to.write("<flush>")
        self.to.flush()


sys.stdout = Out(sys.stdout)
print("loud")
