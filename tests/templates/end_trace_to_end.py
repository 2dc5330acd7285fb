import sys


def tracer(frame, event, argument):
    print(event, frame.f_code.co_name)
    return tracer


import threading

sys.settrace(tracer)
