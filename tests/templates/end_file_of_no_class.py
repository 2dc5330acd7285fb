import io


class Raw:
    closed = False

    def writable(self):
        return True

    readable = seekable = lambda self: False

    def write(self, data):
        print("raw got", bytes(data))
        return len(data)

    def flush(self):
        print("flush")

    def close(self):
        print("closing")


buffered = io.BufferedWriter(Raw())
buffered.write(b"text")
text = io.TextIOWrapper(Raw())
text.write("text")
print("end")
