import sys

sys.excepthook = lambda *a: sys.exit(11)
1 / 0
