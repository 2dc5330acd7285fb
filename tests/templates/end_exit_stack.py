import contextlib

stack = contextlib.ExitStack()
stack.callback(print, "never")
stack.enter_context(contextlib.closing(open("/etc/passwd")))
print("end")
