import resource

resource.setrlimit(resource.RLIMIT_FSIZE, (4, 4))
print("longer than that")
1 / 0
