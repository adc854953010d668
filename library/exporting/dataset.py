"""Metadata for the data page: the library as a schema.org Dataset."""

from collections.abc import Collection, Sequence

from django.conf import settings
from django.urls import reverse

from library.exporting.dumps import Dump
from library.exporting.parquet import can_write_parquet
from library.exporting.segment_table import COLUMNS
from library.exporting.stored_exports import are_available
from library.pages.sharing import ABOUT, Absolute, Data, Shared

DESCRIPTION = (
    f"{ABOUT} Each archive has episodes, assessments, scorers with their versions, segments with "
    "their scores, and all transcripts that may be republished, with a data dictionary and "
    "checksums. A position shows what a conversation emphasises, not who is right."
)
MEASURED = ("score", "band", "lens")
MEDIA_TYPES = {
    "csv": "text/csv",
    "jsonl": "application/jsonl",
    "parquet": "application/vnd.apache.parquet",
}
LABELS = {"csv": "CSV", "jsonl": "JSON Lines", "parquet": "Parquet"}


def table_formats() -> dict[str, str]:
    """Return the labels of the formats in which any client can export the segments, by name."""
    if not are_available():
        return {}
    has_parquet = can_write_parquet()
    return {name: label for name, label in LABELS.items() if has_parquet or name != "parquet"}


def share_data(
    dumps: Sequence[Dump], absolute: Absolute, *, formats: Collection[str] = ()
) -> Shared:
    """Return the metadata of the data page. `dumps` must be sorted, newest first.

    `formats` contains the names of the formats of exports.
    """
    url = absolute(reverse("library:data"))
    return Shared(
        title=f"Data of {settings.SITE_NAME}",
        description="The whole public library as an archive, and its segments as tables.",
        url=url,
        image=absolute(reverse("library:site-picture")),
        image_alt=f"{settings.SITE_NAME}: the spectrum from risk-forward to opportunity-forward",
        data=[_dataset(dumps, absolute, url, formats)],
    )


def _dataset(dumps: Sequence[Dump], absolute: Absolute, url: str, formats: Collection[str]) -> Data:
    site = absolute(reverse("library:index"))
    creator = {"@type": "Organization", "name": settings.SITE_NAME, "url": site}
    newest = (
        {"version": dumps[0].version, "dateModified": dumps[0].day.isoformat()} if dumps else {}
    )
    return {
        "@type": "Dataset",
        "@id": url,
        "name": f"{settings.SITE_NAME}: positions of long conversations about AI",
        "description": DESCRIPTION,
        "url": url,
        "license": f"https://spdx.org/licenses/{settings.DATA.licence}.html",
        "creator": creator,
        "isAccessibleForFree": True,
        "keywords": ["artificial intelligence", "podcasts", "transcripts", "stance", "risk"],
        "measurementTechnique": absolute(reverse("library:methodology")),
        "variableMeasured": [
            {"@type": "PropertyValue", "name": column.name, "description": column.meaning}
            for column in COLUMNS
            if column.name in MEASURED
        ],
        "distribution": [
            *(_archive(dump, absolute) for dump in dumps),
            *(_table(name, absolute) for name in formats),
        ],
        **newest,
    }


def _archive(dump: Dump, absolute: Absolute) -> Data:
    return {
        "@type": "DataDownload",
        "name": f"The whole library, version {dump.version}",
        "contentUrl": absolute(dump.url),
        "encodingFormat": "application/zip",
        "contentSize": f"{dump.size} B",
        "sha256": dump.checksum,
        "datePublished": dump.day.isoformat(),
    }


def _table(name: str, absolute: Absolute) -> Data:
    return {
        "@type": "DataDownload",
        "name": f"Every segment with its score, as {name}",
        "contentUrl": absolute(f"{reverse('api:segments-export')}?format={name}"),
        "encodingFormat": MEDIA_TYPES[name],
    }
