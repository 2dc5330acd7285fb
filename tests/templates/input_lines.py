import sys
name = input("Name? ")
print(f"<{name}>")
print(sys.stdin.readline(), list(sys.stdin))
