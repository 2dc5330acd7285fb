async def f():
    try:
        yield 1
    finally:
        print("finally")


kept = f()
try:
    kept.asend(None).send(None)
except StopIteration as stop:
    print(stop.value)
