import contextvars


class Loud:
    def __del__(self):
        print("gone")


variable = contextvars.ContextVar("variable")
variable.set(Loud())
print("end")
