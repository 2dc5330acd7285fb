import sys, traceback, inspect


def f():
    traceback.print_stack()
    frame, names = sys._getframe(), []
    while frame:
        names.append((frame.f_code.co_name, frame.f_code.co_filename, frame.f_lineno))
        frame = frame.f_back
    return names


print(f(), len(inspect.stack()))
print(inspect.getsource(f))
