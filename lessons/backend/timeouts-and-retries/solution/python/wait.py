# SPDX-License-Identifier: MIT
import os
import select

server, answer = os.pipe()
for number, patience in enumerate((100, 200, 10000), 1):  # milliseconds
    if number == 3:
        os.write(answer, b"+PONG")  # the server, at last
    ready, _, _ = select.select([server], [], [], patience / 1000)
    if ready:
        print(f"try {number}: {os.read(server, 10).decode()}")
    else:
        print(f"try {number}: no reply within {patience} ms")
