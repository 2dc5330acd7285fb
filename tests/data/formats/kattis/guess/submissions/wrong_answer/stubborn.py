print(1, flush=True)
while input() != 'right':
    print(1, flush=True)
