import sys


def main():
    print(sum(int(x) for x in "1 2 3".split()))
    return 3


if __name__ == "__main__":
    sys.exit(main())
