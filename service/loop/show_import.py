"""An import, and the rows of it that were refused."""

import json
from typing import Any

from service.bootstrap import App
from service.models import Import

IN_PAGE = 1_000


def show_import(found: Import, job_id: int | None = None) -> dict[str, Any]:
    return {**found.model_dump(), "import_id": found.id, "job_id": job_id}


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
