import faulthandler
faulthandler.dump_traceback(file=2, all_threads=False)
