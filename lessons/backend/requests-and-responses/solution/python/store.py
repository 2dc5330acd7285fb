# SPDX-License-Identifier: MIT
"""A server that keeps values under keys: reads requests, writes one response to each."""

import sys

values: dict[str, str] = {}


def set_value(key: str, value: str) -> str:
    if not key or not value:
        return "400 SET needs a key and a value"
    response = "200 changed" if key in values else "201 created"
    values[key] = value
    return response


def get_or_delete(verb: str, key: str) -> str:
    if not key:
        return f"400 {verb} needs a key"
    if key not in values:
        return "404 no such key"
    if verb == "GET":
        return f"200 {values[key]}"
    del values[key]
    return "200 deleted"


def answer(line: str) -> str:
    verb, _, rest = line.partition(" ")
    key, _, value = rest.partition(" ")
    if verb == "SET":
        return set_value(key, value)
    if verb in ("GET", "DEL"):
        return get_or_delete(verb, key)
    return "400 unknown verb"


for line in sys.stdin:
    print(answer(line.rstrip("\n")), flush=True)
