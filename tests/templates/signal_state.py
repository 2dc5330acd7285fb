try:
    for line in open("/proc/self/status"):
        if line.startswith(("Sig", "Shd", "Threads", "NoNewPrivs", "Seccomp:", "Uid", "Groups", "CoreDumping", "NSsid", "NSpgid", "TracerPid", "PPid")):
            if not line.startswith("SigQ"):
                print(line, end="")
except FileNotFoundError:
    print("no procfs")
