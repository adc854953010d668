"""Prometheus metrics: requests, page cache, tasks, queues and scoring.

If PROMETHEUS_MULTIPROC_DIR is set, the processes of one machine share their counts in that folder,
and each process reports the totals.
"""

import os
from collections.abc import Iterable

from django.conf import settings
from prometheus_client import REGISTRY, CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from library.monitoring.broker import queue_depth
from library.monitoring.worker_heartbeat import seconds_since_heartbeat

REQUEST_BUCKETS = (0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10)
TASK_BUCKETS = (0.01, 0.05, 0.1, 0.5, 1, 5, 10, 30, 60, 300)
REQUESTS = Counter("counterpoint_requests", "Responses by view.", ["view", "method", "status"])
REQUEST_SECONDS = Histogram(
    "counterpoint_request_seconds", "Response times.", ["view"], buckets=REQUEST_BUCKETS
)
CACHED_PAGES = Counter("counterpoint_cached_pages", "Public pages by source.", ["source"])
TASKS = Counter("counterpoint_tasks", "Finished tasks by outcome.", ["task", "outcome"])
TASK_SECONDS = Histogram(
    "counterpoint_task_seconds", "Task durations.", ["task"], buckets=TASK_BUCKETS
)
SCORED_SEGMENTS = Counter("counterpoint_scored_segments", "Stored segment scores.", ["scorer"])


class CurrentValuesCollector(Collector):
    """Gauges computed at scrape time: queue lengths and heartbeat age."""

    def collect(self) -> Iterable[GaugeMetricFamily]:
        depths = GaugeMetricFamily(
            "counterpoint_queue_depth", "Waiting tasks by queue.", labels=["queue"]
        )
        for queue in (settings.CELERY_TASK_DEFAULT_QUEUE, settings.SCORING_QUEUE):
            depth = queue_depth(queue)
            if depth is not None:
                depths.add_metric([queue], depth)
        if depths.samples:
            yield depths
        age = seconds_since_heartbeat()
        if age is not None:
            yield GaugeMetricFamily(
                "counterpoint_heartbeat_age_seconds", "Age of the last worker heartbeat.", value=age
            )


def exposition() -> bytes:
    """Return all metrics in the Prometheus text format."""
    registry = process_registry()
    registry.register(CurrentValuesCollector())
    return generate_latest(registry)


def process_registry() -> CollectorRegistry:
    """Return a registry with the metrics of this process.

    If PROMETHEUS_MULTIPROC_DIR is set, the registry has the metrics of all processes that share
    that folder.
    """
    registry = CollectorRegistry()
    if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    else:
        registry.register(REGISTRY)
    return registry
