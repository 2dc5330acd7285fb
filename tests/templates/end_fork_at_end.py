import os, sys

child = os.fork()
if child == 0:
    print("child")
    sys.exit(3)
print("parent", os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
