import sys, types


class Module(types.ModuleType):
    def __del__(self):
        sys.stdout.write("module gone\n")


sys.modules["os"].__class__ = Module
print("end")
