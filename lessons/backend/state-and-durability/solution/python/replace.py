# SPDX-License-Identifier: MIT
import os


def sync_folder() -> None:
    folder = os.open(".", os.O_RDONLY | os.O_DIRECTORY)
    os.fsync(folder)
    os.close(folder)


def save(text: str) -> None:
    with open("state.tmp", "w") as file:
        file.write(text)
        file.flush()  # from Python to the kernel
        os.fsync(file.fileno())  # from the kernel to the disk
    os.rename("state.tmp", "state")
    sync_folder()


def show() -> None:
    with open("state") as file:
        print("state:", file.read(), end="")


save("balance 5\n")
show()
save("balance 15\n")
show()
