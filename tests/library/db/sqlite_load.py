"""Write and read one SQLite database from many processes, and count the errors.

For a longer run, on a migrated database of DATABASE_URL, with PAGE_CACHE_SECONDS=0 and
ALLOWED_HOSTS=testserver:

    manage.py shell -c "from tests.library.db.sqlite_load import load; print(load(60))"
"""

import multiprocessing
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.queues import Queue

from django.db import OperationalError
from django.test import Client

from library.captions.quality_checks import with_word_gates
from scoring.services.assessing import assess_transcript, default_scorer
from tests.make import PLAIN, make_episode, make_parsed

WRITERS, READERS = 8, 8
SENTENCES = 300
ADDRESSES = ("/", "/balance/", "/api/v1/episodes/", "/search/?q=plain")


@dataclass(frozen=True, slots=True)
class Load:
    """Writes, reads, the longest of each in seconds, and errors by their message."""

    writes: int
    reads: int
    slowest_write: float
    slowest_read: float
    errors: Counter[str]


def write(name: str) -> None:
    """Store, publish and score one new episode."""
    sentences = [f"{name} {place}. {PLAIN}" for place in range(SENTENCES)]
    assess_transcript(make_episode(name, sentences=sentences).transcripts.get())


def read(name: str) -> None:
    """Read one page, without the page cache."""
    number = int(name.rpartition("-")[2])
    response = Client().get(ADDRESSES[number % len(ADDRESSES)])
    if response.status_code == 503:
        raise OperationalError("503")
    if response.status_code not in {200, 429}:
        raise RuntimeError(f"{response.status_code} for {name}")


def warm_up() -> None:
    """Load the models once, for all processes."""
    with_word_gates(make_parsed())
    default_scorer().score([PLAIN])


def repeat(
    work: Callable[[str], None], name: str, seconds: float, results: "Queue[object]"
) -> None:
    """Call `work` until the time is over; report the number of calls, the longest and errors."""
    number, slowest, errors = 0, 0.0, Counter[str]()
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        begin = time.monotonic()
        try:
            work(f"{name}-{number}")
        except Exception as error:
            errors[repr(error)] += 1
        number += 1
        slowest = max(slowest, time.monotonic() - begin)
    results.put((work.__name__, number, slowest, errors))


def load(seconds: float, writers: int = WRITERS, readers: int = READERS) -> Load:
    """Run the processes and return their combined results."""
    warm_up()
    fork = multiprocessing.get_context("fork")
    results = fork.Queue()
    works = [(write, f"writer-{n}") for n in range(writers)]
    works += [(read, f"reader-{n}") for n in range(readers)]
    processes = [
        fork.Process(target=repeat, args=(work, name, seconds, results)) for work, name in works
    ]
    for process in processes:
        process.start()
    found = [results.get(timeout=seconds + 120) for _ in processes]
    for process in processes:
        process.join()
    numbers, slowest, errors = Counter[str](), Counter[str](), Counter[str]()
    for kind, number, longest, seen in found:
        numbers[kind] += number
        slowest[kind] = max(slowest[kind], longest)
        errors += seen
    return Load(numbers["write"], numbers["read"], slowest["write"], slowest["read"], errors)
