import weakref


class Thing:
    pass


things = [Thing() for _ in range(5)]
a = weakref.WeakSet(things)
b = weakref.WeakKeyDictionary((t, 1) for t in things)
c = weakref.WeakValueDictionary(enumerate(things))
print(len(a), len(b), len(c))
