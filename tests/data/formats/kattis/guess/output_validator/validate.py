import sys

number = int(open(sys.argv[1]).read())
for _ in range(8):
    line = sys.stdin.readline()
    if not line.strip().isdigit():
        sys.exit(43)
    guess = int(line)
    if guess == number:
        print('right', flush=True)
        sys.exit(42)
    print('higher' if guess < number else 'lower', flush=True)
sys.exit(43)
