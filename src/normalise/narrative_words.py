"""What the classifier of narratives sees of an update: its words sentence by sentence, and their stems."""

from __future__ import annotations

import re
from collections.abc import Iterator

STEM = 5  # letters; "approved", "approval" and "approve" are one
_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?|\d[\d.,/:]*|[%£?:]|[.!;\n]")
_MONTH = re.compile(
    r"jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?"
)
_YEAR = re.compile(r"(?:19|20)\d\d\b")
_OPEN, _SHUT = "^", "$"  # of a sentence: what stands first and last in it tells more


def read_words(text: str) -> list[str]:
    """Return the words of an update in lower case with signs around each sentence, then their stems the same way.

    Numbers, years and months are one sign each, so that nothing hangs on which they are; "100" and "0" stay.
    """
    words = [_OPEN, *_words(text), _SHUT]
    return [*words, "|", *(word[:STEM] if len(word) > STEM + 1 else word for word in words)]


def _words(text: str) -> Iterator[str]:
    for match in _WORD.finditer(text.lower().replace("’", "'")):
        word = match.group()
        if word in ".!;\n":
            yield from (_SHUT, _OPEN)
        elif word[0].isdigit():
            yield "#y" if _YEAR.match(word) else "#" + word if word in ("0", "100") else "#"
        else:
            yield "#m" if _MONTH.fullmatch(word) else word
