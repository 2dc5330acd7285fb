while True:
    number = int(input())
    if number == 0:
        break
    print(number - 1, flush=True)
