# SPDX-License-Identifier: MIT


def run_lesson(topic: str) -> str:
    message = f"Now practicing: {topic}"
    print(message)
    return message
