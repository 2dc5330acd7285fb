import signal
for n in signal.valid_signals():
    print(n, signal.getsignal(n))
print(signal.pthread_sigmask(signal.SIG_BLOCK, []), signal.sigpending())
