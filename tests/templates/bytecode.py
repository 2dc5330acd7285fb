import os, sys, helper
print(sorted(os.listdir("/box")), sys.flags.dont_write_bytecode, helper.__cached__)
