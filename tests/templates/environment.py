import os
print(list(os.environ.items()))
print(os.environb)
