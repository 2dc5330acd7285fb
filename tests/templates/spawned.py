import multiprocessing


def hello():
    print("spawned", __name__)


if __name__ == "__main__":
    process = multiprocessing.get_context("spawn").Process(target=hello)
    process.start()
    process.join()
    print(process.exitcode)
