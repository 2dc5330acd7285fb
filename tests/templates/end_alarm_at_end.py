import signal, time


class Slow:
    def __del__(self):
        print("waiting")
        time.sleep(5)


signal.alarm(1)
kept = Slow()
