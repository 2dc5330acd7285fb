import sys
print(sys.path)
print(len(sys.path_hooks))
print(sorted(sys.path_importer_cache))
print(list(sys.path_importer_cache))
