from __future__ import annotations


def f(x: Unknown) -> None: ...


print(f.__annotations__)
exec("def g(x: Unknown): ...")
