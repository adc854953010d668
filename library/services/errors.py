"""Exceptions that several services raise."""


class ImportRejected(ValueError):
    """The import cannot be stored; the message is one line."""
