"""Errors of services."""


class ImportRejected(ValueError):
    """An import that cannot be stored; the message is one line."""
