import contextlib


@contextlib.contextmanager
def managed():
    print("enter")
    try:
        yield
    finally:
        print("leave")


manager = managed()
manager.__enter__()
print("end")
