import os, tempfile

folder = tempfile.TemporaryDirectory(dir=".")
print(os.path.isdir(folder.name))
