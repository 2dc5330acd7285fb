import contextvars

variable = contextvars.ContextVar("variable", default=[])
token = variable.set([1])
context = contextvars.copy_context()
print(context[variable])
