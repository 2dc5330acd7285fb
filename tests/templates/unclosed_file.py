open("/dev/null")
print(1)
