f = open(1, "w", closefd=False)
f.write("through another stream\n")
print("end")
