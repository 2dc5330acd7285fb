first = None
while True:
    number = int(input())
    first = first or number
    if number == 0:
        break
    print(number - 1 if first > 1 else 7, flush=True)
