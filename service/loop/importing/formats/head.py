"""What the first bytes of a file tell."""

import codecs

from service.errors import BadUpload

KINDS = {
    b"PAR1": "It is a Parquet file: send it as application/vnd.apache.parquet.",
    b"PK\x03\x04": "It is a zip file or a workbook: save the sheet as CSV.",
    b"%PDF": "It is a PDF.",
}


def check_text(head: bytes) -> None:
    """Raises `BadUpload` unless what begins so can be UTF-8 text."""
    for start, kind in KINDS.items():
        if head.startswith(start):
            raise BadUpload(f"The body is no text. {kind}")
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head)
    except UnicodeDecodeError as error:
        raise BadUpload("The body is not UTF-8 text. Save the file as UTF-8.") from error
    if b"\x00" in head:
        raise BadUpload("The body is not UTF-8 text: it holds NUL bytes.")
