"""An import, and the rows of it that were refused or contradict a label."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from service.answers import AnswerKind, answer_kind
from service.answers.answer import Answer
from service.loop.app import App
from service.loop.importing.formats import Reject
from service.models import Import
from service.store.unit_of_work import UnitOfWork

IN_PAGE = 1_000


def show_import(found: Import, job_id: int | None = None) -> dict[str, Any]:
    return {**found.model_dump(), "import_id": found.id, "job_id": job_id}


def rejected_folder(found: Import) -> str:
    return f"projects/{found.project_id}/rejected/{found.id}"


def note_rejected(app: App, found: Import, rejects: Sequence[Reject]) -> None:
    """Written before the slice, under its first bad line: a repeated slice overwrites itself."""
    if rejects:
        lines = [json.dumps(reject._asdict(), ensure_ascii=False) for reject in rejects]
        key = f"{rejected_folder(found)}/{rejects[0].line:012d}.ndjson"
        app.blobs.put(key, ("\n".join(lines) + "\n").encode("utf-8", "replace"))


def rejected_rows(app: App, found: Import) -> list[dict[str, Any]]:
    """The first thousand refused rows with line and reason."""
    if found.rejected_blob is None:
        return []
    rows: list[dict[str, Any]] = []
    for key in app.blobs.names(found.rejected_blob):
        # Not splitlines(): a refused line may hold characters that Unicode calls line ends.
        for line in app.blobs.get(key).decode().removesuffix("\n").split("\n"):
            rows.append(json.loads(line))
            if len(rows) == IN_PAGE:
                return rows
    return rows


def conflicting_rows(
    uow: UnitOfWork, found: Import, *, after: int, limit: int
) -> tuple[list[dict[str, Any]], int | None]:
    """A page of the rows whose item had another label, and where the next one starts."""
    kind = answer_kind(uow.projects.get(found.project_id).answer_kind)
    names = uow.classes.all_names(found.project_id)
    rows = uow.import_rows.conflicts(found.id, after=after - 1, limit=limit + 1)
    shown = [
        {
            "line": row.line,
            "item_id": row.item_id,
            "text": row.text,
            "label": row.label,
            "kept": _rendered(kind, row.answer, names),
        }
        for row in rows[:limit]
    ]
    return shown, rows[limit].id if len(rows) > limit else None


def _rendered(kind: AnswerKind, answer: Answer | None, names: Mapping[int, str]) -> str | None:
    named = kind.decode(answer, names) if answer is not None else None
    return None if named is None else kind.render(named)
