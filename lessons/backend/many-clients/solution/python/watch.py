# SPDX-License-Identifier: MIT
import os
import select

first, say_first = os.pipe()
second, say_second = os.pipe()
numbers = {first: 1, second: 2}
clients = select.poll()
for client in numbers:
    clients.register(client, select.POLLIN)

os.write(say_second, b"PING")
n_answered = 0
while n_answered < 2:
    for client, _ in clients.poll():  # waits for whichever is first
        request = os.read(client, 100).decode()
        print(f"client {numbers[client]}: {request} -> +PONG")
        n_answered += 1
        if client == second:
            os.write(say_first, b"PING")
