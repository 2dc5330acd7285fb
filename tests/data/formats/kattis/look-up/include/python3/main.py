from solve import look_up

print(look_up(int(input())))
