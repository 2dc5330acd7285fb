import sys

sys.audit("import")
sys.audit("import", 1, 2)
sys.audit("import", "one")
sys.audit("own", *range(5))
print("end")
