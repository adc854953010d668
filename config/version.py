"""Release version. Must match pyproject.toml and CHANGELOG.md."""

VERSION = "0.1.0"
