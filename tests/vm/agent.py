# SPDX-License-Identifier: MIT
"""Inside the machine: runs one command after the other that tell.py sends through a virtio port, as root."""

import json
import os
import subprocess
import sys


def send(port, message):
    data = (json.dumps(message) + '\n').encode()
    while data:
        data = data[os.write(port, data):]


def run(port, command):
    with subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT) as child:
        while True:
            piece = os.read(child.stdout.fileno(), 4096)
            if not piece:
                break
            send(port, {'said': piece.decode(errors='backslashreplace')})
    send(port, {'status': child.returncode})


def main():
    port = os.open(sys.argv[1], os.O_RDWR | os.O_CLOEXEC)
    buffered = b''
    send(port, {'ready': True})
    while True:
        piece = os.read(port, 65536)
        if not piece:  # nobody at the other end
            import time
            time.sleep(0.05)
            continue
        buffered += piece
        while b'\n' in buffered:
            line, buffered = buffered.split(b'\n', 1)
            run(port, json.loads(line))


main()
