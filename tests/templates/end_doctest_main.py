"""
>>> 1 + 1
2
"""
import doctest

print(doctest.testmod())
