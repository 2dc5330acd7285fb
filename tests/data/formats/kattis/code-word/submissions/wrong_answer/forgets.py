what, word = input().split()
print(word[::-1] if what == "hide" else "forgotten")
