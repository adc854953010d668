"""The benchmark of costs asks every public URL."""

from urllib.parse import urlsplit

from django.urls import resolve

from benchmarks.costly import MISSING, NOT_PUBLIC, QUERY_STRINGS, costly_paths, public_names
from library.http.page_cache import PARAMETERS

ARGUMENTS = {"slug": "a-talk", "index": 1, "pk": 1, "name": "dump.zip", "host": "127.0.0.1"}


def test_every_public_url_is_requested() -> None:
    requested = {
        f"{match.namespace}:{match.url_name}"
        for name, path in costly_paths(ARGUMENTS)
        if name != "missing"
        for match in [resolve(urlsplit(path).path.replace("//", "/"))]
    }

    assert requested == public_names()
    assert {"library:search", "api:segments-export", "library:metrics"} - requested == {
        "library:metrics"
    }
    assert MISSING in {path for _, path in costly_paths(ARGUMENTS)}


def test_the_benchmark_lists_only_existing_urls_and_parameters() -> None:
    names = public_names()

    assert set(QUERY_STRINGS) <= names
    assert not names & NOT_PUBLIC
    for name, params in QUERY_STRINGS.items():
        if name.startswith("library:"):
            assert {param for each in params for param in each} <= PARAMETERS
