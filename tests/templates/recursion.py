import sys
print(sys.getrecursionlimit())


def depth(n):
    try:
        return depth(n + 1)
    except RecursionError:
        return n


print(depth(0))
depth2 = lambda n: depth2(n + 1)
depth2(0)
