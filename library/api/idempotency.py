"""Writes in one transaction each, and once for an Idempotency-Key however often it is sent."""

import hashlib
import re
from collections.abc import Callable, Iterator
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.http import HttpResponse, HttpResponseBase
from rest_framework.exceptions import ValidationError
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from library.models import KeptAnswer
from library.services.idempotency import Answer, claim, free, keep

HEADER, REPLAYED = "Idempotency-Key", "Idempotent-Replayed"
KEY = re.compile(r"[\x21-\x7e]{1,255}")
KEPT_HEADERS = ("Location", "ETag", "Retry-After")


def once(request: Request, work: Callable[[], Response]) -> HttpResponseBase:
    """Do `work` in a transaction and return its answer, or the one it was given before.

    Only what was done is remembered: after a refusal, or a fault of ours, the key is free again.
    """
    key = request.headers.get(HEADER)
    if key is None:
        with transaction.atomic():
            return work()
    if not KEY.fullmatch(key):
        raise ValidationError({HEADER: ["It is 1 to 255 visible ASCII characters."]})
    claimed = claim(request.auth, key, fingerprint(request))  # type: ignore[arg-type]
    if isinstance(claimed, Answer):
        return _replayed(claimed)
    return _kept(claimed, work)


def _kept(claimed: KeptAnswer, work: Callable[[], Response]) -> Response:
    try:
        with transaction.atomic():
            response = work()
            keep(
                claimed,
                Answer(
                    response.status_code,
                    {name: response[name] for name in KEPT_HEADERS if name in response},
                    JSONRenderer().render(response.data).decode(),
                ),
            )
            return response
    except Exception:
        free(claimed)
        raise


def _replayed(answer: Answer) -> HttpResponse:
    headers = {**answer.headers, REPLAYED: "true"}
    return HttpResponse(
        answer.body, status=answer.status, content_type="application/json", headers=headers
    )


def fingerprint(request: Request) -> str:
    """Return the SHA-256 of what is asked; the parts of a form count, not how they are parted."""
    found = hashlib.sha256()
    for part in _parts(request):
        # Each with its length before it, so that no two requests run together alike.
        found.update(f"{len(part)}:".encode() + part)
    return found.hexdigest()


def _parts(request: Request) -> Iterator[bytes]:
    yield (request.method or "").encode()
    yield request.get_full_path().encode()
    kind = (request.content_type or "").split(";")[0].strip().lower()
    yield kind.encode()
    if kind != "multipart/form-data":
        yield request.body
        return
    form: Any = request.data
    for name, values in sorted(form.lists()):
        for value in values:
            yield name.encode()
            if isinstance(value, UploadedFile):
                yield (value.name or "").encode()
                yield value.read()
                value.seek(0)
            else:
                yield str(value).encode()
