"""Tables without a header by the command: refused with the option, never short of a text."""

from pathlib import Path

import pytest

from tests.cli.running import postil

pytestmark = pytest.mark.slow
CLASSES = ("--class", "refund", "--class", "card")


def test_the_option_for_a_file_without_a_header_is_named(
    folder: Path, token: dict[str, str]
) -> None:
    (folder / "bare.csv").write_text("where is my refund?\nmy card was eaten\n")
    sent = ("import", "bare.csv", "-p", "Bare", *CLASSES)
    for named in ((), ("--text", "where is my refund?")):
        refused = postil(folder, *sent, *named, env=token)
        assert refused.returncode == 1
        assert "`--header none`" in refused.stderr
    taken = postil(folder, *sent, "--header", "none", env=token)
    assert "2 of 2 rows are new items" in taken.stderr, taken.stderr


def test_the_option_for_commas_outside_quotation_marks_is_named(
    folder: Path, token: dict[str, str]
) -> None:
    (folder / "commas.csv").write_text("text,label\nno, I said, no,refund\nplain,card\n")
    sent = ("import", "commas.csv", "-p", "Commas", "--labels", "import", *CLASSES)
    first = postil(folder, *sent, env=token)
    assert "line 2: 4 fields where the header has 2" in first.stderr
    assert "send the file again with `--surplus text`" in first.stderr
    again = postil(folder, *sent, "--surplus", "text", env=token)
    assert again.returncode == 0, again.stderr
    assert "1 of 2 rows are new items, 1 were there already, 0 were refused" in again.stderr
