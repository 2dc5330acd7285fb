import warnings

warnings.simplefilter("always")
f = open("/etc/passwd")
print("end")
