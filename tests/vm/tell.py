# SPDX-License-Identifier: MIT
"""Outside of the machine: has agent.py run a command, prints what it says as it says it, ends with its status.

    tell.py --wait SOCKET            until the machine is up
    tell.py SOCKET COMMAND...
"""

import json
import socket
import sys
import time


def connect(path):
    connection = socket.socket(socket.AF_UNIX)
    while True:
        try:
            connection.connect(path)
            return connection
        except (FileNotFoundError, ConnectionRefusedError):
            time.sleep(0.1)


def main():
    is_wait = sys.argv[1] == '--wait'
    with connect(sys.argv[2 if is_wait else 1]) as connection:
        if not is_wait:
            connection.sendall((json.dumps(sys.argv[2:]) + '\n').encode())
        for line in connection.makefile():
            message = json.loads(line)
            if is_wait and 'ready' in message:
                return 0
            sys.stdout.write(message.get('said', ''))
            sys.stdout.flush()
            if 'status' in message and not is_wait:
                return message['status'] if message['status'] >= 0 else 128 - message['status']
    return 1


sys.exit(main())
