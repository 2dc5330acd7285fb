# SPDX-License-Identifier: MIT
"""Whoever the other process of the sandbox is (a template, where there is one): it is hurt, imitated, read and written. look: the
next run is like any other, and alone."""
from attack import ROLE, escaped, fails, finish, need_pid_namespace
import builtins
import ctypes
import os
import resource
import signal
import sys
import time

CLONE_PARENT = 0x8000
PTRACE_ATTACH, PTRACE_SEIZE = 16, 0x4206
CALLS = {"clone": 56, "ptrace": 101, "process_vm_readv": 310, "process_vm_writev": 311, "pidfd_open": 434, "pidfd_getfd": 438}
if os.uname().machine != "x86_64":
    CALLS = {"clone": 220, "ptrace": 117, "process_vm_readv": 270, "process_vm_writev": 271, "pidfd_open": 434, "pidfd_getfd": 438}
libc = ctypes.CDLL(None, use_errno=True)


def call(name, *args):
    return libc.syscall(CALLS[name], *(ctypes.c_long(arg) for arg in args))


def others():
    """Everybody but the first process and us, as far as signals tell."""
    found = []
    for pid in range(2, 400):
        try:
            os.kill(pid, 0)
        except OSError:
            continue
        if pid != os.getpid():
            found.append(pid)
    return found


def to_all(number):
    for pid in others():
        try:
            os.kill(pid, number)
        except OSError:
            pass


def all_signals():
    for number in range(1, 65):
        if number not in (signal.SIGKILL, signal.SIGSTOP):
            to_all(number)


def everybody(number):
    try:
        os.kill(-1, number)
    except OSError:
        pass


def keep_stopping():
    """A process that outlives us and stops whoever comes, again and again."""
    parent = os.getpid()
    if os.fork() == 0:
        os.setsid()
        while True:
            for pid in others():
                if pid != parent:
                    os.kill(pid, signal.SIGSTOP)


def siblings():
    """Children that are not ours but our parent's, which sleep, and one that makes more."""
    for _ in range(6):
        if call("clone", CLONE_PARENT | signal.SIGCHLD, 0, 0, 0, 0) == 0:
            signal.pthread_sigmask(signal.SIG_BLOCK, range(1, 65))
            time.sleep(600)
            os._exit(0)


def sibling_bomb():
    """Each makes two more siblings."""
    ours = os.getpid()
    for _ in range(1000):
        call("clone", CLONE_PARENT | signal.SIGCHLD, 0, 0, 0, 0)
    if os.getpid() != ours:
        time.sleep(600)
        os._exit(0)


def late_writer():
    if call("clone", CLONE_PARENT | signal.SIGCHLD, 0, 0, 0, 0) == 0:
        os.setsid()
        while True:
            os.write(1, b"ESCAPED: late\n") if os.getpgid(0) < 0 else time.sleep(0.001)


def descriptors():
    for fd in range(3, 1024):
        try:
            os.fstat(fd)
        except OSError:
            continue
        escaped(f"descriptor {fd} is open")
    for pid in [1] + others():
        fails(f"descriptors of {pid}", os.listdir, f"/proc/{pid}/fd")


def memory():
    buffer = ctypes.create_string_buffer(64)
    vector = (ctypes.c_long * 2)(ctypes.addressof(buffer), 64)
    for pid in [1] + others():
        for request in (PTRACE_ATTACH, PTRACE_SEIZE):
            if call("ptrace", request, pid, 0, 0) == 0:
                escaped(f"ptrace of {pid}")
        for name in ("process_vm_readv", "process_vm_writev"):
            if call(name, pid, ctypes.addressof(vector), 1, ctypes.addressof(vector), 1, 0) >= 0:
                escaped(f"{name} of {pid}")
        for fd in range(8):
            pidfd = call("pidfd_open", pid, 0)
            if pidfd >= 0 and call("pidfd_getfd", pidfd, fd, 0) >= 0:
                escaped(f"descriptor {fd} of {pid}")
        for name in ("mem", "maps", "environ", "stack", "auxv", "exe", "cwd"):
            fails(f"/proc/{pid}/{name}", os.readlink if name in ("exe", "cwd") else open, f"/proc/{pid}/{name}")
        fails(f"limits of {pid}", resource.prlimit, pid, resource.RLIMIT_CPU, (1, 1))


def leave_state():
    builtins.infected = sys.infected = True
    os.environ["INFECTED"] = "1"
    sys.path.insert(0, "/tmp")
    for path in ("/tmp/attack.py", "/tmp/sitecustomize.py", "attack.py"):
        with open(path, "w") as file:
            file.write("print('ESCAPED: code of another run')\n")
    os.umask(0o777)
    os.chdir("/tmp")
    signal.signal(signal.SIGUSR1, signal.SIG_IGN)
    signal.pthread_sigmask(signal.SIG_BLOCK, range(1, 65))
    resource.setrlimit(resource.RLIMIT_NOFILE, (20, 20))


def look():
    if hasattr(builtins, "infected") or hasattr(sys, "infected") or "INFECTED" in os.environ or "/tmp" in sys.path:
        escaped("state of another run")
    if os.umask(0o22) != 0o22 or os.getcwd() not in ("/scratch", "/box") or os.listdir("/tmp"):
        escaped("umask or folders of another run")
    if signal.getsignal(signal.SIGUSR1) != signal.SIG_DFL or signal.pthread_sigmask(signal.SIG_BLOCK, []):
        escaped("signals of another run")
    if resource.getrlimit(resource.RLIMIT_NOFILE)[0] != 64:
        escaped("limits of another run")
    if len(others()) > 1:
        escaped(f"processes of another run: {others()}")


ROLES = {
    "kill": lambda: to_all(signal.SIGKILL),
    "kill_everybody": lambda: everybody(signal.SIGKILL),
    "stop": lambda: to_all(signal.SIGSTOP),
    "stop_everybody": lambda: everybody(signal.SIGSTOP),
    "interrupt": lambda: [to_all(signal.SIGINT) for _ in range(50)],
    "signals": all_signals,
    "keep_stopping": keep_stopping,
    "siblings": siblings,
    "sibling_bomb": sibling_bomb,
    "late_writer": late_writer,
    "descriptors": descriptors,
    "memory": memory,
    "leave": leave_state,
    "look": look,
}

need_pid_namespace()
ROLES[ROLE]()
finish()
