import sys

total = int(open(sys.argv[1]).read())
if sys.argv[4:] != ['both']:
    sys.exit(1)
words = sys.stdin.read().split()
if len(words) != 2 or not all(word.isdigit() and int(word) > 0 for word in words):
    open(sys.argv[3] + '/judgemessage.txt', 'w').write('expected two numbers above 0\n')
    sys.exit(43)
sys.exit(42 if sum(map(int, words)) == total else 43)
