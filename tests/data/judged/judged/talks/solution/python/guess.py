# SPDX-License-Identifier: MIT
low, high = 1, 100
while True:
    guess = (low + high) // 2
    print(guess, flush=True)
    try:
        word = input()
    except EOFError:
        break
    if word == 'higher':
        low = guess + 1
    else:
        high = guess - 1
