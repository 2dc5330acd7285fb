import threading, time


def work():
    time.sleep(0.05)
    print("worked")


threading.Thread(target=work).start()
print("end")
