"""What can be wrong with a file as a whole. The pipeline turns each into one issue of the document."""

from __future__ import annotations

from ingest.model import IssueCode


class UnreadableDocument(Exception):
    """A file that cannot be read. The message says what is wrong and what to do, without the path."""

    code = IssueCode.DAMAGED_FILE


class MissingFile(UnreadableDocument):
    """There is no such file, or it may not be opened."""

    code = IssueCode.MISSING_FILE


class EmptyFile(UnreadableDocument):
    """The file holds no bytes."""

    code = IssueCode.EMPTY_FILE


class EncryptedDocument(UnreadableDocument):
    """The file opens with a password only."""

    code = IssueCode.ENCRYPTED_FILE


class UnknownType(UnreadableDocument):
    """The bytes are of no type that is read here."""

    code = IssueCode.UNKNOWN_TYPE


class DamagedDocument(UnreadableDocument):
    """The bytes announce a known type and do not keep to it."""

    code = IssueCode.DAMAGED_FILE


class OfficeMissing(UnreadableDocument):
    """Only an office program reads the type, and there is none."""

    code = IssueCode.NO_OFFICE


class OfficeBroken(UnreadableDocument):
    """There is an office program, and it does not work."""

    code = IssueCode.NO_OFFICE


class ConversionTimeout(UnreadableDocument):
    """The office program did not finish in time."""

    code = IssueCode.TIME_LIMIT


class ConversionTooLarge(UnreadableDocument):
    """The office program needed more memory than a conversion may take."""

    code = IssueCode.MEMORY_LIMIT
