import _thread, time

lock = _thread.allocate_lock()
lock.acquire()
_thread.start_new_thread(lock.acquire, ())
time.sleep(0.05)
print("end")
