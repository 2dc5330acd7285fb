# SPDX-License-Identifier: MIT
"""Who else is there, and what can be read of the first process."""
from attack import DRIVER, RUNNER, escaped, fails, finish
import os

names = [name for name in os.listdir("/proc") if name.isdigit()]
for name in names:
    if int(name) not in (os.getpid(), 1):
        escaped("process " + name + " can be seen")
for pid in ("1", str(DRIVER), str(RUNNER)):
    for name in ("environ", "mem", "maps", "auxv", "stack", "syscall", "io", "pagemap", "personality", "limits", "exe", "root",
                 "cwd", "fd/0", "fd/1", "fd/3", "map_files", "attr/current", "ns/net", "ns/mnt", "timers", "numa_maps", "smaps"):
        path = f"/proc/{pid}/{name}"
        if pid == "1" and name in ("limits", "attr/current"):
            continue
        if os.path.isdir(path) and name not in ("root", "cwd", "map_files"):
            continue
        fails("read " + path, lambda: os.listdir(path) if name in ("root", "cwd", "map_files") else open(path, "rb").read(1)[0])
for pid in ("1", "self"):
    for name in ("uid_map", "gid_map", "setgroups", "oom_score_adj", "oom_adj", "autogroup", "timens_offsets", "sched"):
        if (pid, name) == ("self", "sched"):
            continue
        fails(f"write /proc/{pid}/{name}", lambda: os.write(os.open(f"/proc/{pid}/{name}", os.O_WRONLY), b"-1000\n"))
finish()
