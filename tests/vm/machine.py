# SPDX-License-Identifier: MIT
"""What has to be true of practiced on a machine with cgroup v2 alone. Runs as root inside the machine that run.sh made.

The core of the story of tests/systemd is told again, because there the kernel is the host's and so are its cgroups.
"""

import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parents[1] / 'systemd'))
import classroom  # noqa: E402
import host  # noqa: E402
import units  # noqa: E402
from host import check, main, sh, step  # noqa: E402

CORE = ('activation', 'sandbox', 'shipped', 'users', 'reload', 'restart', 'idle', 'stop', 'user')
CGROUPS = pathlib.Path('/sys/fs/cgroup')

# An emulated processor is some twenty times slower.
host.TIMEOUT = 240
classroom.CLIENTS = 4
units.CONNECTS = 20
host.STEPS[:] = [row for row in host.STEPS if row[0] in CORE]


@step('unified', 'the machine has cgroup v2 and nothing else')
def unified():
    check(sh('stat', '-f', '-c', '%T', str(CGROUPS)).strip() == 'cgroup2fs')
    controllers = (CGROUPS / 'cgroup.controllers').read_text().split()
    check({'cpu', 'memory', 'pids'} <= set(controllers), controllers)


main(units.setup)
