"""Fill the database of the environment: `python -m tests.faults.fill COUNT short|long`."""

import os
import sys

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from tests.make import BRIGHT, DARK, PLAIN, make_episode  # noqa: E402

count, length = int(sys.argv[1]), sys.argv[2]
for number in range(count):
    make_episode(
        f"Talk {number}",
        sentences=[DARK, PLAIN, BRIGHT][: number % 3 + 1] * (900 if length == "long" else 60),
    )
