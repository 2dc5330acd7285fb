# SPDX-License-Identifier: MIT
"""leave: files that an interpreter or shell reads at its start. look: none of them was run."""
from attack import escaped, finish, is_role
import os
import sys

homes = {os.path.expanduser("~"), ".", "/tmp", "/scratch", os.environ.get("HOME", "/tmp")}
if is_role("leave"):
    version = f"python{sys.version_info[0]}.{sys.version_info[1]}"
    for home in homes:
        site = f"{home}/.local/lib/{version}/site-packages"
        for path in (f"{site}/usercustomize.py", f"{site}/sitecustomize.py", f"{home}/attack.py", f"{home}/sys.py",
                     f"{home}/.profile", f"{home}/.bashrc", f"{home}/.pythonrc", f"{home}/pyvenv.cfg", "/box/usercustomize.py",
                     "/box/attack.py", "/box/__pycache__/attack.cpython-311.pyc"):
            try:
                os.makedirs(os.path.dirname(path), exist_ok=True)
                with open(path, "w") as file:
                    file.write("import builtins; builtins.infected = True; print('ESCAPED: code of another run')\n")
                if path.startswith("/box"):
                    escaped(path)
            except OSError:
                pass
elif getattr(__builtins__, "infected", False) or "usercustomize" in sys.modules:
    escaped("code of another run")
finish()
