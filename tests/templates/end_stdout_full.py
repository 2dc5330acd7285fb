import resource, sys

resource.setrlimit(resource.RLIMIT_FSIZE, (4, 4))
print("longer than that")
