def look_up(number):
    with open('words/list.txt', encoding='ascii') as lines:
        return lines.read().split()[number - 1]
