# SPDX-License-Identifier: MIT
"""What the hostile programs in Python share: see attack.h."""
import errno
import os
import sys

ROLE, FOLDER = sys.argv[1], sys.argv[2]
DRIVER, RUNNER, PORT = (int(word) for word in sys.argv[3:6])
REFUSALS = (errno.EPERM, errno.EACCES, errno.ENOSYS)
escapes = []


def escaped(what):
    escapes.append(what)
    print("ESCAPED:", what, flush=True)


def fails(what, function, *args):
    """Whatever it raises is fine."""
    try:
        result = function(*args)
    except (OSError, ValueError, IndexError):
        return None
    escaped(what)
    return result


def is_role(role):
    return ROLE == role


def need_pid_namespace():
    if os.getppid() != 1 or os.getpid() > 10000:
        escaped("no pid namespace: nothing is tried here")
        sys.exit(1)


def finish():
    if not escapes:
        print("contained", flush=True)
    sys.exit(1 if escapes else 0)
