"""Admin for scoring. Importing these modules registers their models."""

from scoring.admin import assessment, challenge, mirror, subject

__all__ = ["assessment", "challenge", "mirror", "subject"]
