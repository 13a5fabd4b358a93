"""Finding verbs, describing them, and saying what is wrong in one line."""

import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest
from typer.testing import CliRunner

from service import cli
from tests.cli.running import environment, forked

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
HEAVY = {"torch", "celery", "fastapi", "sqlalchemy", "sqlmodel", "numpy", "httpx", "uvicorn"}


def run(
    tmp_path: Path, *arguments: str, env: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """`postil …`, that then prints the packages it imported; parts in tmp_path are installed."""
    code = (
        f"import sys\nsys.path.insert(0, {str(ROOT)!r})\nfrom service.cli import main\n"
        "try:\n    main()\n"
        "finally:\n    print('IMPORTED', *{name.split('.')[0] for name in sys.modules})"
    )
    return subprocess.run(
        [sys.executable, "-c", code, *arguments],
        env=environment(tmp_path, {"PYTHONPATH": str(tmp_path), "COLUMNS": "100", **(env or {})}),
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )


def install_part(folder: Path, name: str, value: str) -> None:
    """A distribution that joins with a verb."""
    part = folder / f"{name}-1.dist-info"
    part.mkdir()
    (part / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1\n")
    (part / "entry_points.txt").write_text(f"[postil.commands]\n{name} = {value}\n")


def test_help_describes_every_verb_and_imports_none(tmp_path: Path) -> None:
    done = run(tmp_path, "--help")
    assert done.returncode == 0, done.stderr
    listing, _, imported = done.stdout.partition("IMPORTED")
    for verb in cli.verbs():
        assert f" {verb} " in listing
        assert cli.summary(verb)[:40] in listing
    assert not HEAVY & set(imported.split())


@pytest.mark.parametrize("verb", cli.verbs())
def test_every_verb_says_what_it_does(verb: str) -> None:
    assert len(cli.summary(verb).split()) >= 4
    assert cli.load(verb).name == verb


def test_a_part_joins_with_a_verb(tmp_path: Path) -> None:
    install_part(tmp_path, "greet", "greeting:greet")
    (tmp_path / "greeting.py").write_text(
        'def greet(name: str) -> None:\n    """Say good day."""\n    print("Good day,", name)\n'
    )
    assert "Say good day." in run(tmp_path, "--help").stdout
    assert "Good day, Ada" in run(tmp_path, "greet", "Ada").stdout


def test_a_verb_can_not_take_the_place_of_our_own(tmp_path: Path) -> None:
    install_part(tmp_path, "token", "greeting:greet")
    (tmp_path / "greeting.py").write_text("def greet() -> None:\n    print('mine')\n")
    assert "mine" not in run(tmp_path, "token", "--help").stdout


def test_a_missing_package_is_named(tmp_path: Path) -> None:
    install_part(tmp_path, "fly", "flying:fly")
    (tmp_path / "flying.py").write_text("import antigravitation\n")
    done = run(tmp_path, "fly")
    assert done.returncode == 1
    assert "antigravitation" in done.stderr
    assert "pip install 'postil[workers]'" in done.stderr
    assert "Traceback" not in done.stderr


def test_an_unknown_verb_is_refused(tmp_path: Path) -> None:
    done = forked(tmp_path, "sevre")
    assert done.returncode == 2
    assert "'sevre'. Did you mean 'serve'?" in done.stderr


def test_errors_are_one_line(tmp_path: Path) -> None:
    done = forked(tmp_path, "import", __file__, "--project", "1")
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert done.stderr.startswith("postil: ")


@pytest.mark.parametrize(
    ("arguments", "env", "message"),
    [
        (("serve", "--data-dir", __file__, "--port", "0"), {}, f"{__file__}: File exists"),
        (
            ("export", "-p", "1", "-o", "missing/labels.jsonl", "--token", "any"),
            {},
            "There is no folder missing to write labels.jsonl to.",
        ),
        (
            ("token",),
            {"POSTIL_PORT": "abc", "POSTIL_WORKER_THREADS": "0"},
            "POSTIL_PORT: input should be a valid integer, unable to parse string as an integer; "
            "POSTIL_WORKER_THREADS: input should be greater than 0",
        ),
        (
            ("migrate",),
            {"POSTIL_DATABASE_URL": "postgresql://me:secret@127.0.0.1:1/away"},
            "The database doesn't answer. Try again.",
        ),
        *(
            (
                ("migrate",),
                {"POSTIL_DATABASE_URL": url},
                "POSTIL_DATABASE_URL: it should be postgresql://USER@HOST/DATABASE",
            )
            for url in ("me:secret@host", "mysql://me:secret@host/it", "postgresql://me@host:p/it")
        ),
        (
            ("token", "--data-dir", "elsewhere"),
            {},
            "There is no Postil in elsewhere. Give --data-dir, or start it with `postil serve`.",
        ),
        (
            ("move", "in", "rows.csv", "--data-dir", "elsewhere"),
            {},
            "This is not a file from `postil move`.",
        ),
        (
            ("export", "-p", "1", "--token", "tök"),
            {},
            "--token takes ASCII letters, digits and signs, without blanks around them.",
        ),
        (
            ("export", "-p", "1", "--token", ""),
            {},
            "Give a --token, or set POSTIL_TOKEN. Make one with `postil token`.",
        ),
        (
            ("import", "rows.csv", "-p", "1", "--token", "any", "--create-classes"),
            {},
            "--create-classes needs --labels import.",
        ),
        (
            ("import", "rows.csv", "-p", "1", "--token", "any", "--key", "März"),
            {},
            "--key takes ASCII letters, digits and signs, without blanks around them.",
        ),
    ],
)
def test_what_is_wrong_is_said_in_one_line(
    tmp_path: Path, arguments: tuple[str, ...], env: dict[str, str], message: str
) -> None:
    (tmp_path / "rows.csv").write_text("text\nhello\n")
    done = forked(tmp_path, *arguments, env=env)
    assert done.returncode == 1
    assert done.stderr == f"postil: {message}\n"
    assert [path.name for path in tmp_path.iterdir()] == ["rows.csv"]


@pytest.mark.parametrize("verb", ["serve", "token", "migrate"])
def test_a_damaged_database_is_said_in_one_line(tmp_path: Path, verb: str) -> None:
    (tmp_path / "postil-data").mkdir()
    (tmp_path / "postil-data/postil.sqlite3").write_bytes(b"no database at all" * 1000)
    done = forked(tmp_path, verb)
    assert done.returncode == 1
    assert done.stderr == (
        "postil: The database's file is damaged (file is not a database). "
        "Stop Postil and put a backup in its place.\n"
    )


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("serve", "--port", "99999"), "65535"),
        (("export", "-p", "1", "-o", "."), "is a directory"),
    ],
)
def test_an_option_that_can_not_be_is_refused(arguments: tuple[str, ...], message: str) -> None:
    done = CliRunner().invoke(cli.app, arguments)
    assert done.exit_code == 2
    assert message in done.output


@pytest.mark.parametrize(
    ("redirection", "message"),
    [(">/dev/full", "postil: No space left on device\n"), ("| true", ""), (">&-", "")],
)
def test_an_output_that_takes_nothing_is_no_noise(redirection: str, message: str) -> None:
    postil = f"{sys.executable} -c 'from service.cli import main; main()' --version"
    done = subprocess.run(
        ["sh", "-c", f"{postil} {redirection}"], capture_output=True, text=True, check=False
    )
    assert done.stderr == message
