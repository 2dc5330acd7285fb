def f():
    f()


try:
    f()
except RecursionError as e:
    kept = e
print("end")
