"""Paths that tests use."""

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
REAL = Path(os.environ.get("COUNTERPOINT_SHARED", ROOT.parent / "shared")) / "transcripts"
"""Optional folder of real transcripts; tests that need it are skipped without it."""
