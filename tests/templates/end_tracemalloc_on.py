import tracemalloc

tracemalloc.start()
kept = [object() for _ in range(10)]
print(tracemalloc.is_tracing())
