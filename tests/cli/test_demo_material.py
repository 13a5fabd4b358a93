"""What a demo is made of: texts from docstrings, or the user's own file."""

import gzip
from collections import Counter
from pathlib import Path

import pytest

from service.demo.corpus import DESCRIPTIONS, TOPICS, collect, first_paragraphs
from service.demo.material import own
from service.kit.errors import BadUpload


@pytest.mark.slow
def test_the_corpus_is_large_varied_and_the_same_each_time() -> None:
    texts = collect()
    counts = Counter(text.label for text in texts)
    assert len(texts) > 1000
    assert set(counts) == set(TOPICS)
    assert len(TOPICS) == 9  # one digit each
    assert set(DESCRIPTIONS) == set(TOPICS)
    assert min(counts.values()) >= 50
    assert len({text.text for text in texts}) == len(texts)
    assert collect() == texts


@pytest.mark.slow
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


def test_a_packed_file_is_as_good(tmp_path: Path) -> None:
    content = "text,label\nlost card,card\n"
    file = tmp_path / "cards.csv.gz"
    file.write_bytes(gzip.compress(content.encode()))
    packed, plain = own(file, []), own(write(tmp_path, "cards.csv", content), [])
    assert packed.name == plain.name == "cards"
    assert packed.answers == plain.answers == {"lost card": "card"}


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
    ("name", "content"),
    [
        ("x.csv", "text , label\na b, 1 \nc,2\nragged,3,4\nshort\n"),
        ("x.csv", 'text,label\r\n"a b",1\r\nc,2\r\n'),
        ("x.ndjson", '{"text": "a b", "label": 1}\n["no", "row"]\n{"text": "c", "label": " 2"}'),
        ("x.ndjson", '\ufeff{"text": "a b", "label": "1"}\n\n{"text": "c", "label": 2}\n7\n'),
        (
            "x.ndjson",
            '{"text": "a b", "label": 1}\n{"text": "c", "label": 2}\n{"text": "d", "label": [3]}\n'
            '{"text": ["e"], "label": 4}\n{"text": "f", "label": {}}\n{"text": "g", "label": " "}',
        ),
    ],
)
def test_rows_that_an_import_takes_otherwise_or_not_at_all_are_no_matter(
    tmp_path: Path, name: str, content: str
) -> None:
    made = own(write(tmp_path, name, content), [])
    assert made.classes == ["1", "2"]
    assert made.answers == {"a b": "1", "c": "2"}
    assert made.columns == {"text": "text", "label": "label"}


def test_a_long_text_is_read(tmp_path: Path) -> None:
    long = "x" * 200_000
    assert own(write(tmp_path, "a.csv", f"text,label\n{long},a\nb,b\n"), []).answers == {
        long: "a",
        "b": "b",
    }


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.csv", "text,label\nhello,a\nGrüße,b\n".encode("latin-1"), "a.csv, line 3: not UTF-8"),
        ("a.csv", "text,label\nhello,a\n".encode("utf-16"), "a.csv, line 1: not UTF-8"),
        ("a.ndjson", b'{"text": "a"}\n{"text": oops}\n', "a.ndjson, line 2: not JSON"),
    ],
)
def test_what_can_not_be_read_is_told_with_its_line(
    tmp_path: Path, name: str, content: bytes, message: str
) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(BadUpload, match=message):
        own(tmp_path / name, [])


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.csv", "text\nhello\n", "CLASSES='one,two'"),
        ("a.csv", "text,label\n" + "".join(f"t{i},{i}\n" for i in range(300)), "300 values"),
        ("a.csv", "text\n", "no rows"),
        ("a.xls", "", "no known kind"),
        ("a.csv.gz", "text,label\nhello,a\n", "isn't a whole gzip file"),
    ],
)
def test_a_file_that_does_not_do_is_refused(
    tmp_path: Path, name: str, content: str, message: str
) -> None:
    with pytest.raises(BadUpload, match=message):
        own(write(tmp_path, name, content), [])
