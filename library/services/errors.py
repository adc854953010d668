"""The exception that several services raise for invalid imports."""


class ImportRejected(ValueError):
    """The import cannot be stored; the message is one line."""
