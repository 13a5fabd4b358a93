"""Who works on a project, and links that let them in."""

from typing import Any

from postil.connection import Connection
from postil.errors import PostilError
from postil.table import Table

COLUMNS = ("user_id", "name", "role", "state", "adjudicates", "is_program")


class People:
    """The members of one project."""

    def __init__(self, connection: Connection, base: str) -> None:
        self._connection = connection
        self._base = base

    def invite(self, role: str = "annotator", *, uses: int = 20, days: int = 14) -> str:
        """A link: who opens it types a name and labels. Send it to the people you mean."""
        body = {"role": role, "uses": uses, "days": days}
        return str(self._connection.post(f"{self._base}/invitations", body)["url"])

    def members(self) -> Table:
        """Who is in the project, and as what."""
        return Table(self._connection.pages(f"{self._base}/members"), COLUMNS)

    def sign_in_link(self, member: int | str) -> str:
        """A link that signs a member (by id or name) in again, once, within a week."""
        path = f"{self._base}/members/{self._id_of(member)}/sign-in-link"
        return str(self._connection.post(path)["url"])

    def add_program(self, name: str, role: str = "annotator", *, days: int | None = None) -> str:
        """Adds a member that is a program; its token, for `postil.connect(token=…)`.

        What it labels is its own, in exports and in what is said of people. Its answers train the
        model. They count as a person's only with the project's setting `programs_count`.
        """
        body = {"name": name, "role": role, "days": days}
        return str(self._connection.post(f"{self._base}/programs", body)["token"])

    def mark_program(self, member: int | str, is_program: bool = True) -> None:
        """Says that a member (by id or name) is a program, or a person after all."""
        path = f"{self._base}/members/{self._id_of(member)}/program"
        if is_program:
            self._connection.put(path, None)
        else:
            self._connection.delete(path)

    def token(
        self,
        member: int | str,
        name: str = "python",
        *,
        role: str = "engineer",
        days: int | None = None,
    ) -> str:
        """A token that speaks for a member (by id or name); only administrators make one."""
        body = {"name": name, "scope": role, "days": days}
        path = f"/users/{self._id_of(member)}/tokens"
        return str(self._connection.post(path, body)["token"])

    def change(
        self, member: int | str, *, role: str | None = None, adjudicates: bool | None = None
    ) -> None:
        """Makes a member `engineer` or `annotator`, or one who decides where others differ."""
        wanted: dict[str, Any] = {"role": role, "adjudicates": adjudicates}
        body = {name: value for name, value in wanted.items() if value is not None}
        self._connection.patch(f"{self._base}/members/{self._id_of(member)}", body)

    def remove(self, member: int | str) -> None:
        """Ends someone's part. What they answered stays."""
        self._connection.delete(f"{self._base}/members/{self._id_of(member)}")

    def _id_of(self, member: int | str) -> int:
        if isinstance(member, int):
            return member
        members = self.members()
        ids = [row["user_id"] for row in members if row["name"] == member]
        if len(ids) == 1:
            return int(ids[0])
        if ids:
            raise PostilError(f"Several members are called {member!r}; give one's id: {ids}")
        names = ", ".join(repr(row["name"]) for row in members)
        raise PostilError(f"No member is called {member!r}. There are: {names}")
