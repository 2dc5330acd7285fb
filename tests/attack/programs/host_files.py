# SPDX-License-Identifier: MIT
"""Files of the host: what is there at all, and every way around."""
from attack import FOLDER, escaped, fails, finish
import os

ALLOWED = set("bin box dev etc lib lib32 lib64 libx32 proc sbin tmp usr scratch service".split())
for name in os.listdir("/"):
    if name not in ALLOWED and not name.startswith("."):
        escaped("/" + name)
for name in os.listdir("/"):
    if name.startswith("."):
        fails("something in /" + name, lambda: os.listdir("/" + name)[0])
PREFIXES = ["", "/..", "/../../..", "/proc/1/root", "/proc/self/root", "/proc/1/cwd/../../..", "/proc/self/cwd/../../../..",
            "/.host", "/.old", "/.host/proc/1/root", "/proc/self/fd/3/../../..", "/box/../..", "/dev/../.."]
TARGETS = [FOLDER, FOLDER + "/secret", "/etc/shadow", "/etc/sudoers", "/root", "/home", "/var/lib", "/run", "/srv", "/sys",
           "/boot", "/proc/sys", "/proc/kcore", "/proc/kallsyms", "/proc/keys", "/proc/sysrq-trigger", "/proc/mounts/..",
           "/etc/machine-id", "/etc/hostname", "/etc/resolv.conf", "/etc/ssh"]
for prefix in PREFIXES:
    for target in TARGETS:
        path = prefix + target
        if os.path.lexists(path):
            escaped(path + " is there")
        fails("open " + path, os.open, path, os.O_RDONLY)
for place in ("/usr/share/practiced", "/usr/local/share/practiced", "/usr/share/practiced/courses",
              "/usr/local/share/practiced/courses"):
    fails("lessons with their solutions in " + place, lambda: os.listdir(place)[0])
for name in ("secret", "socket"):
    fails("link to the bait", lambda: (os.symlink(FOLDER + "/" + name, "bait-" + name), os.stat("bait-" + name)))
    fails("hard link to the bait", os.link, FOLDER + "/" + name, "hard-" + name)
finish()
