"""`postil token --set-password`, `--admin`, `--disable`: accounts for whoever runs the service."""

import subprocess
from pathlib import Path

import pytest

from service.app import App
from service.bootstrap import build
from service.kit.settings import Settings
from service.kit.vocabulary import Role, UserState
from service.people.queries.access import Access
from service.people.sign_in import first_admin, make_sign_in_link
from service.pool.tables.people import User
from service.pool.tables.projects import Project
from service.web.app import create_app
from tests.cli.running import forked
from tests.in_process import Browser

pytestmark = pytest.mark.slow
SESSION = "/api/v1/session"


@pytest.fixture
def app(tmp_path: Path) -> App:
    app = build(Settings(data_dir=tmp_path / "data"))
    app.migrate()
    with app.write() as uow:
        first_admin(uow)
    return app


def set_password(folder: Path, name: str, typed: str) -> "subprocess.CompletedProcess[str]":
    return forked(folder, "token", "--set-password", name, "--data-dir", "data", typed=typed)


def test_a_password_from_standard_input(tmp_path: Path, app: App) -> None:
    done = set_password(tmp_path, "admin", "correct horse\n")
    assert (done.returncode, done.stdout) == (0, ""), done.stderr
    assert "correct horse" not in done.stderr
    http = Browser(create_app(app))
    body = {"name": "admin", "password": "correct horse"}
    assert http.post("/api/v1/session", json=body).status_code == 200
    for name, typed, message in (
        ("admin", "short\n", "postil: A password has 10 to 200 characters."),
        ("Ann", "long enough\n", "postil: There is no active account called 'Ann'."),
    ):
        refused = set_password(tmp_path, name, typed)
        assert (refused.returncode, refused.stderr.strip()) == (1, message)
    app.close()


def test_tokens_of_people_and_of_programs(tmp_path: Path, app: App) -> None:
    with app.write() as uow:
        uow[Access].add(User(name="Ann"))
        owner = first_admin(uow)[0].id
        uow[Access].add(Project(name="Support", created_by=owner, seed=1))
    for options, name in (
        (("--user", "Ann"), "Ann"),
        (("--program", "Rules", "--project", "Support"), "Rules"),
    ):
        done = forked(tmp_path, "token", *options, "--data-dir", "data")
        assert done.returncode == 0, done.stderr
        http = Browser(create_app(app))
        http.headers["Authorization"] = f"Bearer {done.stdout.strip()}"
        assert http.get("/api/v1/me").json()["name"] == name
    with app.read() as uow:
        assert uow[Access].place(1, http.get("/api/v1/me").json()["id"])[1] is Role.ANNOTATOR
    for options, message in (
        (("--user", "Bob"), "There is no active account called 'Bob'."),
        (("--program", "X"), "--program needs --project."),
        (
            ("--admin", "X", "--user", "Ann"),
            "--admin makes an account: leave out --user and --program.",
        ),
        (("--program", "X", "--project", "Y"), "There is no project called 'Y'."),
    ):
        refused = forked(tmp_path, "token", *options, "--data-dir", "data")
        assert (refused.returncode, refused.stderr.strip()) == (1, f"postil: {message}")
    app.close()


def test_another_administrator(tmp_path: Path, app: App) -> None:
    """A new account, or the one with an id: a name that somebody chose gives nobody rights."""

    def made(reference: str) -> "subprocess.CompletedProcess[str]":
        return forked(tmp_path, "token", "--admin", reference, "--data-dir", "data")

    def role(done: "subprocess.CompletedProcess[str]") -> str:
        """Of whoever opens the link."""
        assert done.returncode == 0, done.stderr
        secret = done.stdout.strip().partition("#token=")[2]
        return str(Browser(create_app(app)).post(SESSION, json={"token": secret}).json()["role"])

    with app.write() as uow:
        ann = uow[Access].add(User(name="Ann"))
        ann_id, link = ann.id, make_sign_in_link(uow, ann)
    bo = made("Bo")
    assert role(bo) == "admin"
    assert bo.stderr.splitlines()[-2:] == [
        f"Bo (id {ann_id + 1}) is an administrator.",
        "Works once, within a week.",
    ]
    refused = made("Ann")
    assert (refused.returncode, refused.stdout) == (1, "")
    assert f"or the account's id: {ann_id}" in refused.stderr
    before = Browser(create_app(app))
    assert before.post(SESSION, json={"token": link}).json()["role"] == "annotator"
    assert role(made(str(ann_id))) == "admin"
    assert before.get("/api/v1/me").status_code == 401
    assert forked(tmp_path, "token", "--disable", "admin", "--data-dir", "data").returncode == 0
    app.close()


def test_the_only_administrator_stays(tmp_path: Path, app: App) -> None:
    refused = forked(tmp_path, "token", "--disable", "admin", "--data-dir", "data")
    assert refused.returncode == 1
    assert "admin is the only administrator" in refused.stderr
    with app.write() as uow:
        admin = first_admin(uow)[0].id
        uow[Access].add(User(name="Ann", role=Role.ADMIN))
    done = forked(tmp_path, "token", "--disable", "admin", "--data-dir", "data")
    assert done.stderr.strip() == "admin's account is disabled."
    again = forked(tmp_path, "token", "--disable", str(admin), "--data-dir", "data")
    assert again.returncode == 0, "which is disabled already"
    assert "new account" not in forked(tmp_path, "token", "--data-dir", "data").stderr
    app.close()


def test_a_new_account_is_told_of(tmp_path: Path, app: App) -> None:
    with app.write() as uow:  # as an earlier version let be done
        first_admin(uow)[0].state = UserState.DISABLED
    for said in (True, False):
        done = forked(tmp_path, "token", "--data-dir", "data")
        assert done.returncode == 0, done.stderr
        assert ("is a new account" in done.stderr) is said
    app.close()


def test_an_account_is_shut_and_opened(tmp_path: Path, app: App) -> None:
    with app.write() as uow:
        user = uow[Access].add(User(name="Ann"))
        link = make_sign_in_link(uow, user)
    http = Browser(create_app(app), raise_server_exceptions=False)
    assert http.post("/api/v1/session", json={"token": link}).status_code == 200
    for option, message in (
        ("--disable", "Ann's account is disabled."),
        ("--disable", "postil: There is no active account called 'Ann'."),
        ("--enable", "Ann's account is active."),
    ):
        done = forked(tmp_path, "token", option, "Ann", "--data-dir", "data")
        assert (done.stdout, done.stderr.strip()) == ("", message)
        assert http.get("/api/v1/me").status_code == 401
    app.close()
