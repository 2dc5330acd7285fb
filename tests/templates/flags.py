import sys
print(sys.flags)
print(sys._xoptions, sys.warnoptions, sys.dont_write_bytecode)
print(sys.executable, sys.prefix, sys.version)
