# SPDX-License-Identifier: MIT
"""Nothing but the scratch folders can be written to, by flag of the mount and by trying."""
from attack import escaped, fails, finish
import os

PLACES = ["/", "/box", "/usr", "/usr/bin", "/usr/lib", "/usr/local", "/usr/share", "/bin", "/sbin", "/lib", "/lib64", "/etc",
          "/etc/alternatives", "/dev", "/proc", "/proc/1", "/proc/self", "/var", "/run", "/home", "/.host"]
OWN = {"/tmp", "/scratch", "/dev/shm"}


def create(folder):
    fd = os.open(folder + "/attack-was-here", os.O_WRONLY | os.O_CREAT, 0o600)
    os.close(fd)


for place in PLACES:
    fails("a file in " + place, create, place)
    fails("a folder in " + place, os.mkdir, place + "/attack-folder")
    fails("mode of " + place, os.chmod, place, 0o777) if place in ("/", "/box", "/etc", "/usr") else None
for name in os.listdir("/box") if os.path.isdir("/box") else []:
    path = "/box/" + name
    fails("write " + path, os.open, path, os.O_WRONLY)
    fails("truncate " + path, os.truncate, path, 0)
    fails("replace " + path, os.rename, path, path + ".old")
    fails("remove " + path, os.unlink, path)
    fails("times of " + path, os.utime, path, (1, 1))
try:
    mounts = open("/proc/self/mountinfo").read().splitlines()
except OSError:
    mounts = []
top = {line.split()[4]: line.split()[5].split(",") for line in mounts}  # a later mount covers an earlier one
for place, options in top.items():
    if place.startswith("/.host"):
        continue  # covered: no path leads there (host_files.py)
    if "nosuid" not in options:
        escaped("set-uid programs count in " + place)
    if "ro" not in options and place not in OWN and not place.startswith("/dev/"):
        escaped(place + " is mounted for writing")
    if "nodev" not in options and not place.startswith("/dev/"):
        escaped("devices count in " + place)
finish()
