"""The admin of scoring; importing these modules registers their classes."""

from scoring.admin import assessment, challenge, mirror, subject

__all__ = ["assessment", "challenge", "mirror", "subject"]
