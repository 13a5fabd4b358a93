"""`postil vectors` against a service that runs."""

from pathlib import Path

import numpy as np
import pytest

from tests.cli.running import forked as postil

pytestmark = pytest.mark.slow

CLASSES = ("--class", "round", "--class", "square")


def test_vectors_of_ones_own_are_sent_as_a_view(folder: Path, token: dict[str, str]) -> None:
    lines = "".join(f"r{n},text {n}\n" for n in range(10))
    (folder / "seen.csv").write_text(f"id,text\n{lines}")
    assert postil(folder, "import", "seen.csv", "-p", "Seen", *CLASSES, env=token).returncode == 0
    sent = ("vectors", "-p", "Seen", "--name", "images")
    (folder / "some.csv").write_text('nr,vec\nr0,"[1, 2, 3]"\n')
    named = ("--id", "nr", "--vector", "vec")
    unnamed = postil(folder, *sent, "some.csv", env=token)
    assert (unnamed.returncode, "with `--vector`" in unnamed.stderr) == (1, True), unnamed.stderr
    some = postil(folder, *sent, "some.csv", *named, env=token)
    assert "1 of 10 texts have a vector in own:images. The first without one: r1." in some.stderr

    np.save(folder / "all.npy", np.random.default_rng(0).normal(size=(10, 3)))
    (folder / "ids.txt").write_text("".join(f"r{n}\n" for n in range(10)))
    every = postil(folder, *sent, "all.npy", "--ids", "ids.txt", env=token)
    assert every.returncode == 0, every.stderr
    assert "10 of 10 texts have a vector" in every.stderr
    (folder / "ids.txt").write_text("".join(f"r{n}\n" for n in range(1, 11)))
    unlike = postil(folder, *sent, "all.npy", "--ids", "ids.txt", env=token)
    assert "Line 10: no text has the id 'r10'. Nothing of the file was taken." in unlike.stderr


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("rows.npy",), "rows.npy has no ids: name the file that has them with --ids."),
        (("rows.npy", "--ids", "two.txt"), "2 ids came with 1 vectors."),
        (("rows.npy", "--ids", "one.txt"), "Vector 1 has a number that isn't finite."),
        (("flat.npy", "--ids", "one.txt"), "with shape (3,). Send a row of numbers for each text"),
        (("text.npy", "--ids", "one.txt"), "text.npy is no array of numbers"),
        (("headless.csv", "--ids", "one.txt"), "headless.csv has a column with ids."),
        (("one.txt",), "can't be imported. Send one of: .csv"),
    ],
)
def test_what_is_wrong_with_an_array_of_vectors(
    folder: Path, token: dict[str, str], arguments: tuple[str, ...], message: str
) -> None:
    np.save(folder / "rows.npy", np.full((1, 3), np.nan))
    np.save(folder / "flat.npy", np.ones(3))
    (folder / "text.npy").write_text("no array")
    (folder / "headless.csv").write_text("a,b\n1,2\n")
    (folder / "one.txt").write_text("a\n")
    (folder / "two.txt").write_text("a\nb\n")
    (folder / "shape.csv").write_text("id,text\na,round\n")
    postil(folder, "import", "shape.csv", "-p", "Shapes", *CLASSES, env=token)
    done = postil(folder, "vectors", "-p", "Shapes", "--name", "images", *arguments, env=token)
    assert (done.returncode, message in done.stderr) == (1, True), done.stderr
    assert "Traceback" not in done.stderr
