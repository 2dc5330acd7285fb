def f(n):
    try:
        return 1 / n
    except ZeroDivisionError as e:
        raise KeyError(n) from e


f(0)
