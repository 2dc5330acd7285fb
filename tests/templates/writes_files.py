import os
for n in range(3):
    print(sorted(os.listdir(".")), sorted(os.listdir("/tmp")))
    open(f"f{n}", "w").write("x")
    open(f"/tmp/t{n}", "w").write("x")
