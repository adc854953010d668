"""Run each API write in a transaction, and only once per Idempotency-Key."""

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

from library.models import IdempotentResponse
from library.services.idempotency import StoredResponse, claim_key, release_key, store_response

HEADER, REPLAYED = "Idempotency-Key", "Idempotent-Replayed"
KEY = re.compile(r"[\x21-\x7e]{1,255}")
STORED_HEADERS = ("Location", "ETag", "Retry-After")


Work = Callable[[], Response]


def run_once(request: Request, prepare: Callable[[], Work]) -> HttpResponseBase:
    """Call `prepare` and run the function it returns, or replay the response stored for the key.

    Only the returned function runs in a transaction. Errors are not stored, so a client can use the
    key again after an error.
    """
    key = request.headers.get(HEADER)
    if key is None:
        work = prepare()
        with transaction.atomic():
            return work()
    if not KEY.fullmatch(key):
        raise ValidationError({HEADER: ["Must be 1 to 255 visible ASCII characters."]})
    claim = claim_key(request.auth, key, fingerprint(request))  # type: ignore[arg-type]
    if isinstance(claim, StoredResponse):
        return _replay(claim)
    return _run_and_store(claim, prepare)


def _run_and_store(claim: IdempotentResponse, prepare: Callable[[], Work]) -> Response:
    try:
        work = prepare()
        with transaction.atomic():
            response = work()
            stored = StoredResponse(
                response.status_code,
                {name: response[name] for name in STORED_HEADERS if name in response},
                JSONRenderer().render(response.data).decode(),
            )
            store_response(claim, stored)
            return response
    except Exception:
        release_key(claim)
        raise


def _replay(stored: StoredResponse) -> HttpResponse:
    headers = {**stored.headers, REPLAYED: "true"}
    return HttpResponse(
        stored.body, status=stored.status, content_type="application/json", headers=headers
    )


def fingerprint(request: Request) -> str:
    """Return the SHA-256 of the method, URL, media type and body, without multipart boundaries."""
    digest = hashlib.sha256()
    for part in _parts(request):
        # The length separates the parts, so that different requests never give the same bytes.
        digest.update(f"{len(part)}:".encode() + part)
    return digest.hexdigest()


def _parts(request: Request) -> Iterator[bytes]:
    yield (request.method or "").encode()
    yield request.get_full_path().encode()
    media_type = (request.content_type or "").split(";")[0].strip().lower()
    yield media_type.encode()
    if media_type != "multipart/form-data":
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
