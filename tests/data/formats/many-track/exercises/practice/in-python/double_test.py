import pytest

from double import double


def test_two():
    assert double(2) == 4


@pytest.mark.parametrize('number', [0, -1, -3])
def test_others(number):
    assert double(number) == number + number
