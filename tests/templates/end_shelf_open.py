class Store(dict):
    def close(self):
        print("closing")

    def __enter__(self):
        return self

    def __exit__(self, *a):
        self.close()

    def __del__(self):
        self.close()


with Store() as s:
    s["a"] = 1
print("end")
