with open("/etc/passwd") as f:
    n = len(f.read(1))
print(n, f.closed)
