import sys

word = input().split()[1]
assert len(word) <= int("{{longest}}")
assert sys.argv[1:] in ([], ["20"]), sys.argv
print(word[::-1])
