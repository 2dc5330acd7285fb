import sys
print([k for k in globals()], [k for k in locals()] == [k for k in vars()])
