# SPDX-License-Identifier: MIT
"""Feeds your reader a stream in three pieces. The check puts its tests in this file's place."""

from frames import Frames

frames = Frames()
for piece in (b"$5\nhe", b"llo\n$", b"9\ntwo\nlines\n"):
    for message in frames.feed(piece):
        print(f"message of {len(message)} bytes: {message.decode()}")
