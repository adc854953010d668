"""Memory of a process that assesses transcripts, as a Celery worker does.

`python -m benchmarks.assessing WARM` assesses all stored transcripts and indexes their topics. It
prints JSON with four values in MiB: resident memory after the first WARM transcripts, resident
memory after all of them, peak memory so far, and peak memory after indexing.
"""

import json
import resource
import subprocess
import sys
from dataclasses import asdict, dataclass
from pathlib import Path

from benchmarks.machine import ROOT
from benchmarks.site import production
from library.models import Transcript
from scoring.services.assessing import assess_transcript
from scoring.services.topic_index import refresh_topics


@dataclass(frozen=True)
class Resident:
    """Resident memory of a worker process, in MiB."""

    warm: int
    after: int
    most: int
    most_with_topics: int


def main(warm: int) -> None:
    keys = list(Transcript.objects.order_by("pk").values_list("pk", flat=True))
    _assess(keys[:warm])
    before = resident()
    _assess(keys[warm:])
    after, most = resident(), peak()
    refresh_topics()
    print(json.dumps(asdict(Resident(before, after, most, peak()))))


def in_process(warm: int) -> Resident:
    """Assess every transcript of the scratch database in a new process; return its memory use."""
    command = [sys.executable, "-m", "benchmarks.assessing", str(warm)]
    done = subprocess.run(
        command, cwd=ROOT, env=production(), stdout=subprocess.PIPE, text=True, check=True
    )
    return Resident(**json.loads(done.stdout.splitlines()[-1]))


def resident() -> int:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() // 2**20


def peak() -> int:
    # Not ru_maxrss, because a child process inherits the peak of its parent.
    status = Path("/proc/self/status").read_text()
    kibibytes = next(line for line in status.splitlines() if line.startswith("VmHWM:")).split()[1]
    return int(kibibytes) // 1024


def _assess(keys: list[int]) -> None:
    transcripts = Transcript.objects.without_cues().select_related("episode")
    for key in keys:
        assess_transcript(transcripts.get(pk=key))


if __name__ == "__main__":
    main(int(sys.argv[1]))
