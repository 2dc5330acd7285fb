import threading, time
print(threading.current_thread().name, threading.main_thread() is threading.current_thread(), threading.active_count())


def work(n):
    time.sleep(0.05 + 0.1 * n)
    print("thread", n)


for n in range(3):
    threading.Thread(target=work, args=(n,)).start()
print("main ends first")
