"""What a download is called."""

import re
from unicodedata import category, normalize
from urllib.parse import quote

FORBIDDEN = re.compile(r'[\\/:*?"<>|]+')
"""In names of files, on one system or another."""
LONGEST = 100


def attachment(name: str, ending: str, otherwise: str) -> str:
    """The header `Content-Disposition` of a file called after `name`, in any script (RFC 6266).

    Clients that don't read that get the ASCII letters of it, or `otherwise`.
    """
    shown = _safe(name) or otherwise
    plain = _safe(normalize("NFKD", shown).encode("ascii", "ignore").decode()) or otherwise
    encoded = quote(f"{shown}.{ending}", safe="")
    return f"attachment; filename=\"{plain}.{ending}\"; filename*=UTF-8''{encoded}"


def _safe(name: str) -> str:
    """Without what steers a terminal, the direction of writing or a path."""
    seen = "".join(" " if category(letter)[0] in "CZ" else letter for letter in name)
    return " ".join(FORBIDDEN.sub(" ", seen).split())[:LONGEST].strip(" .")
