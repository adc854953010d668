"""Disk cache of language model responses, so that no response is paid for twice."""

import hashlib
import json
import os
import tempfile
from pathlib import Path
from typing import Any


def digest(*parts: str) -> str:
    """Return a hash of the sequence `parts`. Different sequences have different hashes."""
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


class AnswerStore:
    """Stores each response as a JSON file named after the hash of the request."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def load(self, key: str) -> Any:
        """Return the response stored under `key`, or None if there is none."""
        try:
            return json.loads(self._file(key).read_text("utf-8"))
        except (OSError, ValueError):
            return None

    def save(self, key: str, answer: Any) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        # Write to a temporary file and rename it, so that no process reads an incomplete file.
        handle, name = tempfile.mkstemp(dir=self._folder)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump(answer, file)
        Path(name).replace(self._file(key))

    def _file(self, key: str) -> Path:
        return self._folder / f"{key}.json"
