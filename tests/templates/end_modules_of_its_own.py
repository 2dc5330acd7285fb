import sys, types

module = types.ModuleType("own")
exec("class Loud:\n    def __del__(self):\n        print('gone', __name__)\nkept = Loud()", module.__dict__)
sys.modules["own"] = module
del module
print("end")
