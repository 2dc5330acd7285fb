import sys
m = sys.modules["__main__"]
for name in ("__name__", "__file__", "__spec__", "__package__", "__doc__", "__annotations__", "__cached__"):
    print(name, getattr(m, name, "absent"))
print(type(m.__loader__), m.__loader__.name if hasattr(m.__loader__, "name") else m.__loader__, m.__builtins__)
print(sorted(vars(m)))
if __name__ == "__main__":
    print("main")
