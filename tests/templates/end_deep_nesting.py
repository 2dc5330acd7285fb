deep = None
for _ in range(300000):
    deep = [deep]
link = None


class Node:
    def __init__(self, next):
        self.next = next


for _ in range(100000):
    link = Node(link)
print("end")
