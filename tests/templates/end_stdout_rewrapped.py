import io, sys

sys.stdout = io.TextIOWrapper(sys.stdout.detach(), encoding="utf-16")
print("wide")
