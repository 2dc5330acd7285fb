import abc, collections, dataclasses, enum, typing


class Shape(abc.ABC):
    @abc.abstractmethod
    def area(self): ...


@dataclasses.dataclass(order=True)
class Square(Shape):
    side: int

    def area(self):
        return self.side**2


class Colour(enum.Enum):
    RED = 1
    GREEN = 2


class Point(typing.NamedTuple):
    x: int
    y: int


class Slots:
    __slots__ = ("a", "__weakref__")


T = typing.TypeVar("T")


class Box(typing.Generic[T]):
    def __init__(self, value: T):
        self.value = self.own = value
        self.me = self


boxes = [Box(Square(i)) for i in range(100)]
print(isinstance(boxes[0].value, Shape), sum(b.value.area() for b in boxes), Colour.RED, Point(1, 2))
