# SPDX-License-Identifier: MIT


def meaning(status: int) -> str:
    return "done" if status == 200 else "wrong"  # to do: whole classes, and two more words
