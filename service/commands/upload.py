"""Files that verbs send, checked by their names before."""

from pathlib import Path

from postil.rows import Upload, upload_of_file
from service.commands.client import sendable
from service.importing.formats import ENDINGS, content_type_of, what_to_send
from service.kit.errors import PostilError


def content_type(file: Path) -> str:
    """By the end of its name; raises what to send instead of it."""
    content_type = content_type_of(file.name)
    if content_type is None:
        raise PostilError(f"{file.name} can't be imported. {what_to_send(file.name, ENDINGS)}")
    return content_type


def upload_of(file: Path, encoding: str | None) -> Upload:
    """The file as the client sends it, in the encoding that is named."""
    charset = "" if encoding is None else f"; charset={sendable('--encoding', encoding)}"
    return upload_of_file(file)._replace(content_type=f"{content_type(file)}{charset}")
