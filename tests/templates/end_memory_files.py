import io


class Own(io.StringIO):
    def close(self):
        print("closing")
        super().close()


a = io.StringIO("x")
b = io.BytesIO(b"x")
c = io.TextIOWrapper(io.BytesIO())
c.write("x")
own = Own()
print("end")
