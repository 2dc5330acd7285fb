import resource, time
u = resource.getrusage(resource.RUSAGE_SELF)
print(u.ru_utime < 1, 4000 < u.ru_maxrss < 60000, time.process_time() < 1, resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime)
