import os

pipe = os.popen("echo from the shell")
print(pipe.read(), end="")
