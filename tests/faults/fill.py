"""Fill the database: `python -m tests.faults.fill COUNT short|long [earlier]`.

With `earlier`, an earlier version of the scorer has assessed every transcript, and leads.
"""

import os
import sys

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from scoring.core.stance import StanceScorer  # noqa: E402
from scoring.services.assessing import assess_transcript  # noqa: E402
from tests.make import BRIGHT, DARK, PLAIN, make_episode  # noqa: E402


class EarlierScorer(StanceScorer):
    version = "earlier"  # type: ignore[assignment]


count, length = int(sys.argv[1]), sys.argv[2]
for number in range(count):
    episode = make_episode(
        f"Talk {number}",
        sentences=[DARK, PLAIN, BRIGHT][: number % 3 + 1] * (900 if length == "long" else 60),
    )
    if "earlier" in sys.argv:
        assess_transcript(episode.transcripts.get(), scorer=EarlierScorer())
