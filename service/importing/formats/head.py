"""What the first bytes of a file tell."""

from service.importing.formats.encoded import check_encoded
from service.kit.errors import BadUpload

KINDS = {
    b"PAR1": "It is a Parquet file: send it as application/vnd.apache.parquet.",
    b"PK\x03\x04": "It is a zip file or a workbook: save the sheet as CSV.",
    b"%PDF": "It is a PDF.",
}


def check_text(head: bytes, encoding: str) -> None:
    """Raises `BadUpload` unless what begins so can be text in that encoding."""
    for start, kind in KINDS.items():
        if head.startswith(start):
            raise BadUpload(f"The body is no text. {kind}")
    if "\x00" in check_encoded(head, encoding):
        raise BadUpload(f"The body is not {encoding} text: it holds NUL characters.")
