import signal, time


class Slow:
    def __del__(self):
        print("waiting")
        time.sleep(5)


signal.setitimer(signal.ITIMER_REAL, 0.2)
kept = Slow()
