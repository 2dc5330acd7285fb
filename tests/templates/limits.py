import resource
for name in sorted(dir(resource)):
    if name.startswith("RLIMIT_") and name != "RLIMIT_NPROC":
        print(name, resource.getrlimit(getattr(resource, name)))
