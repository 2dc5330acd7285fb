f = open("/box/left.txt", "w") if False else open("left.txt", "w")
f.write("never flushed by hand")
print("end")
