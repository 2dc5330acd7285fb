class Code:
    def __str__(self):
        return "the code"

    def __del__(self):
        print("gone")


raise SystemExit(Code())
