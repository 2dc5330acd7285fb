# SPDX-License-Identifier: MIT
import struct


def show(port: int) -> None:
    network = struct.pack("!H", port)  # ! is network byte order, H two bytes
    print(f"port {port} is sent as {network.hex(' ')}")
    print(f"the wrong way round: port {int.from_bytes(network, 'little')}")


show(8080)
show(80)
