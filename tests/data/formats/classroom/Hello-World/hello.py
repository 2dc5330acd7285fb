# print here
