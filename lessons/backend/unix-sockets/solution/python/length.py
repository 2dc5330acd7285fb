# SPDX-License-Identifier: MIT
ROOM = 108  # bytes in the kernel's address, one of them for a zero byte


def show(path: str) -> None:
    length = len(path.encode())
    if length >= ROOM:
        print(f"{length} bytes: too long")
    else:
        print(f"{length} bytes: {path}")


show("/run/chat/socket")
show("/run/" + "x" * 102)
show("/run/" + "x" * 103)
