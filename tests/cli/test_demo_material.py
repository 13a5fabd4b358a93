"""What a demo is made of: texts from docstrings, or the user's own file."""

from collections import Counter
from pathlib import Path

import pytest

from service.demo.corpus import collect, first_paragraphs
from service.demo.material import own
from service.demo.topics import TOPICS
from service.errors import BadUpload

pytestmark = pytest.mark.slow


def test_the_corpus_is_large_varied_and_the_same_each_time() -> None:
    texts = collect()
    counts = Counter(text.label for text in texts)
    assert len(texts) > 1000
    assert set(counts) == set(TOPICS)
    assert len(TOPICS) == 9  # one digit each
    assert min(counts.values()) >= 50
    assert len({text.text for text in texts}) == len(texts)
    assert collect() == texts


def test_no_text_is_a_signature_or_a_scrap() -> None:
    for text in collect():
        assert len(text.text.split()) >= 5, text
        assert not text.text.startswith(f"{text.id.rpartition('.')[2]}("), text
        assert "`" not in text.text, text
        assert "\n" not in text.text, text


@pytest.mark.parametrize(
    ("documentation", "text"),
    [
        ("gamma(z, out=None)\n\nGamma function of z.", "Gamma function of z."),
        ("Solve it.\n\nParameters\n----------\na : array", "Solve it."),
        ("Uses :func:`~scipy.linalg.solve` and ``x``", "Uses solve and x."),
        ("Fit a line.\n\nThe model is:\n\n.. math:: y = a x", "Fit a line."),
        ("A draw.\n\nAs an instance of the `rv_continuous` class, it has methods.", "A draw."),
        ("f(x) -> y", ""),
        (f"{'word ' * 200}", " ".join(["word"] * 90)),
    ],
)
def test_prose_is_taken_and_the_rest_is_left(documentation: str, text: str) -> None:
    assert first_paragraphs(documentation) == text


def write(folder: Path, name: str, content: str) -> Path:
    file = folder / name
    file.write_text(content)
    return file


def test_an_own_file_gives_its_classes_and_answers(tmp_path: Path) -> None:
    file = write(tmp_path, "cards.csv", "text,label\nlost card,card\nmoney back,refund\nhi,\n")
    made = own(file, [])
    assert made.name == "cards"
    assert made.classes == ["card", "refund"]
    assert made.answers == {"lost card": "card", "money back": "refund"}
    assert made.columns == {"text": "text", "label": "label"}


def test_columns_are_found_by_what_they_hold(tmp_path: Path) -> None:
    file = write(tmp_path, "x.csv", "nr;Intent;words\n1;card;where has my card gone to\n")
    made = own(file, [])
    assert made.columns == {"text": "words", "label": "Intent"}
    assert made.classes == ["card"]


def test_given_classes_count_and_other_answers_are_not_known(tmp_path: Path) -> None:
    file = write(tmp_path, "x.ndjson", '{"text": "a", "label": "one"}\n{"text": "b", "label": "2"}')
    made = own(file, ["one", "two"])
    assert made.classes == ["one", "two"]
    assert made.answers == {"a": "one"}


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.csv", "text\nhello\n", "CLASSES='one,two'"),
        ("a.csv", "text,label\n" + "".join(f"t{i},{i}\n" for i in range(300)), "300 values"),
        ("a.csv", "text\n", "no rows"),
        ("a.xls", "", "no known kind"),
    ],
)
def test_a_file_that_does_not_do_is_refused(
    tmp_path: Path, name: str, content: str, said: str
) -> None:
    with pytest.raises(BadUpload, match=said):
        own(write(tmp_path, name, content), [])
