import gc

print(gc.get_count(), gc.get_stats(), gc.get_threshold(), len(gc.callbacks))
a = [[] for _ in range(5000)]
print(gc.get_count(), gc.get_stats()[0])
