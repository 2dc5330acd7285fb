import multiprocessing


def square(n):
    return n * n


if __name__ == "__main__":
    context = multiprocessing.get_context("fork")
    reader, writer = context.Pipe()
    process = context.Process(target=lambda: writer.send(square(7)))
    process.start()
    print(reader.recv())
    process.join()
    print(process.exitcode, multiprocessing.current_process().name)
