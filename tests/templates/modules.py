import sys
print(list(sys.modules))
print(sys.builtin_module_names == tuple(sorted(sys.builtin_module_names)))
