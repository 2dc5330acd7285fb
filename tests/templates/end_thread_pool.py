import concurrent.futures

pool = concurrent.futures.ThreadPoolExecutor(2)
future = pool.submit(lambda: print("worked"))
future.result()
print("end")
