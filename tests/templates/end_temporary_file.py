import os, tempfile

file = tempfile.NamedTemporaryFile(dir=".", mode="w")
file.write("pending")
print(os.path.exists(file.name))
