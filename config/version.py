"""The release; keep it equal to pyproject.toml and CHANGELOG.md."""

VERSION = "0.1.0"
