import collections, types, weakref

thing = collections.UserList()
gone = types.FunctionType((lambda r: print("gone")).__code__, {"print": print})
reference = weakref.ref(thing, gone)
print("end")
