import faulthandler, ctypes
print(faulthandler.is_enabled())
ctypes.string_at(0)
