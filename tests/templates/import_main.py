import __main__, main
print(__main__ is main, main.__name__)
