"""Trouble that lasts stands in the log once a minute."""

from service.kit.seldom import Seldom


def test_each_kind_of_trouble_has_a_line_a_minute() -> None:
    now = [0.0]
    seldom = Seldom(lambda: now[0])
    lines = []
    for seconds, kind in ((0, "a"), (1, "a"), (2, "b"), (59, "a"), (60, "a"), (130, "a")):
        now[0] = seconds
        lines.append(seldom.line(kind))
    assert lines == ["", None, "", None, " (2 more of it since the last such line)", ""]
