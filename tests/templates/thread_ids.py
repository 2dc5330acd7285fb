import threading, os, _thread
print(threading.get_native_id() == os.getpid(), threading.main_thread().ident == threading.get_ident(), _thread._count())
print(os.getpid() != os.getppid(), os.getppid(), os.getpgrp(), os.getsid(0))
