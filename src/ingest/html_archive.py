"""Web archives (.mht, .mhtml): the page and the style sheets that a browser saved with it, in one file."""

from __future__ import annotations

import contextlib
import email
import email.policy
import re

from ingest.errors import DamagedDocument

MARK_WITHIN = 4096  # bytes in which an archive names its type
_ARCHIVE = re.compile(rb"^Content-Type:\s*multipart/related", re.I | re.M)
_HEADER = re.compile(rb"\s*(?:MIME-Version|From|Subject|Date|Content-[\w-]+|Snapshot-[\w-]+|X-[\w-]+):", re.I)


def is_archive(content: bytes) -> bool:
    """Tell whether bytes are a web archive (RFC 2557): MIME headers, and parts that belong together."""
    start = content[:MARK_WITHIN]
    return _HEADER.match(start) is not None and _ARCHIVE.search(start) is not None


def page_of(content: bytes) -> tuple[bytes, tuple[str, ...]]:
    """Return the page inside a web archive with its style sheets; any other bytes as they are.

    The page is the archive's first part of HTML. Raises DamagedDocument where it has none.
    """
    if not is_archive(content):
        return content, ()
    parts = list(email.message_from_bytes(content.lstrip(), policy=email.policy.compat32).walk())
    page = next((part for part in parts if part.get_content_type() == "text/html"), None)
    payload = page.get_payload(decode=True) if page is not None else None
    if page is None or not isinstance(payload, bytes) or not payload.strip():
        raise DamagedDocument("this web archive holds no page; save the page again as HTML or PDF")
    charset = page.get_content_charset()
    if charset and charset not in {"utf-8", "us-ascii"}:
        with contextlib.suppress(LookupError, UnicodeDecodeError):  # then the page's own declaration tells
            payload = payload.decode(charset).encode("utf-8")
    sheets = [part.get_payload(decode=True) for part in parts if part.get_content_type() == "text/css"]
    return payload, tuple(sheet.decode("utf-8", "replace") for sheet in sheets if isinstance(sheet, bytes))
