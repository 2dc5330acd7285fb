import sys

try:
    import readline
except ImportError:
    pass
sys.modules.pop("readline", None)
print("end")
