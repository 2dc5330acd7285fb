import io


class Raw(io.RawIOBase):
    def writable(self):
        return True

    def write(self, data):
        print("raw got", bytes(data))
        return len(data)

    def close(self):
        print("closing")
        super().close()


buffered = io.BufferedWriter(Raw())
buffered.write(b"text")
print("end")
