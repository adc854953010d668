"""What is measured for Prometheus: requests, kept pages, tasks, queue, scoring.

Processes of one machine share a folder of `prometheus_client` where PROMETHEUS_MULTIPROC_DIR
names one, and any of them answers for all.
"""

import os
from collections.abc import Iterable

from django.conf import settings
from prometheus_client import REGISTRY, CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from library.monitoring.broker import queue_depth
from library.monitoring.worker_heartbeat import seconds_since_pulse

QUICK = (0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10)
LONG = (0.01, 0.05, 0.1, 0.5, 1, 5, 10, 30, 60, 300)
ANSWERS = Counter("counterpoint_requests", "Answers by view.", ["view", "method", "status"])
SECONDS = Histogram("counterpoint_request_seconds", "Time of answers.", ["view"], buckets=QUICK)
PAGES = Counter("counterpoint_kept_pages", "Public pages by where they came from.", ["source"])
TASKS = Counter("counterpoint_tasks", "Tasks that ended, by outcome.", ["task", "outcome"])
TASK_SECONDS = Histogram("counterpoint_task_seconds", "Time of tasks.", ["task"], buckets=LONG)
SEGMENTS = Counter("counterpoint_scored_segments", "Segments scored and stored.", ["scorer"])


class AtTheMoment(Collector):
    """What is asked for when it is read: the lengths of the queues, the age of the last pulse."""

    def collect(self) -> Iterable[GaugeMetricFamily]:
        depths = GaugeMetricFamily(
            "counterpoint_queue_depth", "Tasks that wait in a queue.", labels=["queue"]
        )
        for queue in (settings.CELERY_TASK_DEFAULT_QUEUE, settings.SCORING_QUEUE):
            waiting = queue_depth(queue)
            if waiting is not None:
                depths.add_metric([queue], waiting)
        if depths.samples:
            yield depths
        silent = seconds_since_pulse()
        if silent is not None:
            yield GaugeMetricFamily(
                "counterpoint_pulse_age_seconds", "Since a worker was heard of.", value=silent
            )


def exposition() -> bytes:
    """Return all metrics in the text format of Prometheus."""
    found = collected()
    found.register(AtTheMoment())
    return generate_latest(found)


def collected() -> CollectorRegistry:
    """Return a registry of what this process, or all that share its folder, have counted."""
    registry = CollectorRegistry()
    if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    else:
        registry.register(REGISTRY)
    return registry
