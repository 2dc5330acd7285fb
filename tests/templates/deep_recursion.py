import sys
sys.setrecursionlimit(200000)


def depth(n):
    return n if n == 0 else 1 + depth(n - 1)


class Nested:
    def __init__(self, inner):
        self.inner = inner

    def __repr__(self):
        return "(" + repr(self.inner) + ")"


print(depth(50000))
item = Nested(0)
for _ in range(3000):
    item = Nested(item)
print(len(repr(item)))
