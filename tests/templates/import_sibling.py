import helper
print(helper.__name__, helper.__file__, helper.VALUE)
