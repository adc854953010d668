"""Admin of scoring; importing these modules registers the models."""

from scoring.admin import assessment, challenge, mirror, subject

__all__ = ["assessment", "challenge", "mirror", "subject"]
