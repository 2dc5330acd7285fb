# SPDX-License-Identifier: MIT
"""Other requests for the step parse, drawn from a seed: one case for each of the step's rules."""

import random
import sys

VERBS = ("ping", "start", "stop", "status", "next", "hint", "quit", "list", "show")
WORDS = ("sockets", "framing", "one", "two", "state", "client-server", "a_b", "request", "and", "reply", "42")
draw = random.Random(int(sys.argv[1]))


def any_case(verb):
    return draw.choice((verb, verb.upper(), verb.capitalize()))


def words(least, most, gap=" "):
    return gap.join(draw.choice(WORDS) for _ in range(draw.randint(least, most)))


def case(lines, end="\n", chop=False):
    """What the step's rules make of the lines."""
    print("@case")
    print("@in")
    for line in lines:
        print(line + ("\r" if end == "\r\n" else ""))
    if chop:
        print("@chop")
    print("@out")
    for line in lines:
        verb, _, argument = line.strip(" ").partition(" ")
        if verb:
            print(f"verb=[{verb.upper()}] argument=[{argument.lstrip(' ')}]")


sys.stdout.reconfigure(newline="")
case([f"{draw.choice(VERBS).upper()} {words(1, 1)}"])
case([any_case(draw.choice(VERBS)), "", f"{any_case(draw.choice(VERBS))}   {words(2, 4)}"])
case([draw.choice(VERBS).upper(), f"{any_case(draw.choice(VERBS))} {words(1, 2)}", "", "QUIT"], end="\r\n")
case([" " * draw.randint(1, 4), f"  {draw.choice(VERBS)}", f" START  {words(2, 3, '  ')}  ", "quit"], chop=True)
case([rf'{any_case(draw.choice(VERBS))} \n {words(1, 2)} * %s "$HOME" {words(1, 1)}', f"PING -{draw.choice('neE')}"])
case([f"START {'-'.join(str(draw.randint(0, 999)) for _ in range(400))}", draw.choice(VERBS)])
case([])
