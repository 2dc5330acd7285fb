# SPDX-License-Identifier: MIT
FRAME_MAX = 1000
HEADER_MAX = 6  # a dollar sign, four digits and a line end


class Frames:
    """Takes a stream of frames in any pieces."""

    def __init__(self) -> None:
        self.rest = b""  # what has come and is no whole message yet

    def feed(self, data: bytes) -> list[bytes]:
        self.rest += data
        messages: list[bytes] = []
        while (message := self.take()) is not None:
            messages.append(message)
        return messages

    def take(self) -> bytes | None:
        """The first message, taken off the rest; None if it is not whole yet."""
        header, line_end, _ = self.rest[:HEADER_MAX].partition(b"\n")
        if header and (header[:1] != b"$" or (header[1:] and not header[1:].isdigit()) or len(header) == HEADER_MAX):
            raise ValueError("no frame")
        if not line_end:
            return None
        if len(header) < 2 or int(header[1:]) > FRAME_MAX:
            raise ValueError("a bad length")
        start = len(header) + 1
        end = start + int(header[1:])
        if len(self.rest) <= end:
            return None
        if self.rest[end : end + 1] != b"\n":
            raise ValueError("no line end after the message")
        message, self.rest = self.rest[start:end], self.rest[end + 1 :]
        return message
