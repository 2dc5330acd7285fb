import random
value = 3
print(vale)
