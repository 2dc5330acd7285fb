# SPDX-License-Identifier: MIT


def answer(key: str) -> None:
    if key == "city":
        print("200 Paris")
    else:
        print("404 no such key")


answer("city")
answer("moon")
