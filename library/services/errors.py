"""What importing refuses."""


class ImportRefused(ValueError):
    """Something that cannot be stored as asked; the message names what and why, in one line."""
