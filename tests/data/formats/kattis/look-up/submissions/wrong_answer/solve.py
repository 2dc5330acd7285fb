def look_up(number):
    return 'pear'
