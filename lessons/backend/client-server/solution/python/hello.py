# SPDX-License-Identifier: MIT


def run_lesson(topic: str) -> None:
    print(f"Now practicing: {topic}")


run_lesson("client-server")
