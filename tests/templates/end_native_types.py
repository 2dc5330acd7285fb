import array, collections, datetime, decimal, fractions, functools, itertools, json, random, re, struct, types

kept = [array.array("i", [1]), collections.deque([1]), collections.OrderedDict(a=1), collections.Counter("abc"),
        collections.defaultdict(list), datetime.datetime(2020, 1, 1), decimal.Decimal("1.5"), fractions.Fraction(1, 3),
        functools.partial(print, 1), functools.lru_cache(len), itertools.chain([1], [2]), itertools.count(), itertools.tee([1]),
        json.JSONDecoder(), random.Random(1), re.compile("a+"), struct.Struct("i"), types.SimpleNamespace(a=1), iter([]),
        iter({}.items()), zip([1], [2]), map(len, []), filter(None, []), enumerate([]), reversed([]), range(3), slice(1), memoryview(b"x"),
        bytearray(b"x"), frozenset([1]), {1}, property(len), staticmethod(len), classmethod(len), super(int, 1), type("T", (), {}),
        Exception("x"), list[int], int | str, print, len, "".join, (lambda: 1), NotImplemented, ..., 1j, object(), compile("1", "f", "eval")]
print(len(kept))
