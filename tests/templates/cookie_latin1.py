# -*- coding: latin-1 -*-
print(ascii("äÿ"))
