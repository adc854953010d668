"""What services refuse, as errors of the API."""

from typing import Any

from django.core.exceptions import ValidationError as Invalid
from rest_framework import exceptions

from library.captions import TranscriptError
from library.services.idempotency import ClaimLost, KeyInUse, KeyOfAnother
from scoring.core.assessment_file import AssessmentFileError
from scoring.curation.workflow import NotAllowed, Refused


class Unprocessable(exceptions.ValidationError):
    """What was handed in was understood, and cannot be taken."""

    status_code = 422


class Conflict(exceptions.APIException):
    status_code = 409


class PreconditionRequired(exceptions.APIException):
    status_code = 428
    default_detail = "Send the ETag of what you have read as If-Match."


def as_api_error(error: Exception) -> Exception:
    """Return the error of the API that stands for what a service raised, or `error` itself."""
    match error:
        case Invalid():
            return exceptions.ValidationError(error.message_dict)
        case TranscriptError():
            return Unprocessable({"file": [str(error)]})
        case AssessmentFileError():
            return Unprocessable(_by_key(error))
        case NotAllowed():
            return exceptions.PermissionDenied(str(error))
        case Refused():
            return Conflict(str(error))
        case KeyOfAnother():
            said = "This Idempotency-Key came before, with another request."
            return Unprocessable({"Idempotency-Key": [said]})
        case KeyInUse() | ClaimLost():
            found = Conflict("The first request with this Idempotency-Key is still being done.")
            found.wait = 1  # type: ignore[attr-defined]
            return found
    return error


def _by_key(error: AssessmentFileError) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    for fault in error.faults:
        found.setdefault(fault.key, []).append(f"Line {fault.line}: {fault.reason}.")
    return found
