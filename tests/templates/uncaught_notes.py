e = RuntimeError("r")
e.add_note("a note")
raise e
