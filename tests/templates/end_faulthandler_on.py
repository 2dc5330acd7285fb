import faulthandler, sys

faulthandler.enable()
faulthandler.dump_traceback_later(60)
print("end")
