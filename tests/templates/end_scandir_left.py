import os, warnings

warnings.simplefilter("always")
warnings.showwarning = lambda message, category, *more: print(category.__name__)
kept = os.scandir("/")
print("end")
