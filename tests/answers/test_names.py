"""Names of classes are one line, however files and people write them."""

import pytest

from service.answers.names import class_name, name_in


@pytest.mark.parametrize(
    ("written", "name"),
    [
        (" card lost\n", "card lost"),
        ("card\nlost", "card lost"),
        ("card \r\n\t lost", "card lost"),
        ("card\u2028\x85\x1flost", "card lost"),
        ("card\u00a0 lost", "card lost"),
        ("\ufeff card\ufeff lost \ufeff", "card\ufeff lost"),
        ("cafe\u0301\nau lait", "café au lait"),
    ],
)
def test_a_name_is_one_line(written: str, name: str) -> None:
    assert class_name(written) == name
    assert name_in(written) == name
    assert class_name(name) == name
