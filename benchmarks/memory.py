"""Memory use of the web and worker processes, after warm-up and after sustained work."""

from django.core.management import call_command

from benchmarks.assessing import in_process
from benchmarks.figures import Figure, Measured
from benchmarks.site import Site, serving
from benchmarks.stages import store
from library.models import Episode

REQUESTS = 10_000
TRANSCRIPTS, WARM = 1_000, 20
"""Number of transcripts of 156 segments, and how many are assessed before the first measurement."""
UNLIMITED = 1_000_000_000
WEB, SCORING, TOPICS = "web, one worker", "scoring", "scoring and topics, at most"

HOW = (
    "Resident memory. Web: the gunicorn master and one worker. Scoring: a separate process that "
    "assesses stored transcripts of 156 segments, as a Celery worker does. At most: the peak of "
    "that process after all assessments, and after indexing all topics."
)


def measure(requests: int = REQUESTS, transcripts: int = TRANSCRIPTS, warm: int = WARM) -> Measured:
    call_command("load_sample", verbosity=0)
    slugs = list(Episode.objects.values_list("slug", flat=True))
    paths = ["/", "/search/?q=treaty", "/api/v1/episodes/", *(f"/episodes/{s}/" for s in slugs)]
    with serving(API_RATE=str(UNLIMITED)) as site:
        _visit(site, paths, len(paths))
        before = site.resident()
        _visit(site, paths, requests)
        web = before, site.resident()
    Episode.objects.all().delete()
    store(transcripts)
    work = in_process(warm)
    figures = [
        Figure(
            "web_memory_growth",
            web[1] / web[0],
            f"memory of the web processes after {requests:,} requests, against before",
            "<= 1.2",
        ),
        Figure(
            "scoring_memory_growth",
            work.after / work.warm,
            f"memory of scoring after {transcripts:,} transcripts, against after {warm}",
            "<= 1.2",
        ),
    ]
    rows: list[dict[str, object]] = [
        {"process": WEB, "warm, MiB": web[0], "after, MiB": web[1]},
        {"process": SCORING, "warm, MiB": work.warm, "after, MiB": work.after},
        {"process": TOPICS, "warm, MiB": work.most, "after, MiB": work.most_with_topics},
    ]
    return Measured("Memory", figures, rows, HOW)


def _visit(site: Site, paths: list[str], times: int) -> None:
    for number in range(times):
        site.must_get(paths[number % len(paths)])
