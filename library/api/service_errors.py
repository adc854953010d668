"""Map service errors to API errors."""

from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS
from django.core.exceptions import ValidationError as Invalid
from rest_framework import exceptions

from library.captions import TranscriptError
from library.services.idempotency import ClaimLost, KeyInUse, KeyReused
from scoring.core.assessment_file import AssessmentFileError
from scoring.curation.episode_edits import SlugTaken
from scoring.curation.workflow import NotAllowed, Rejected


class UnprocessableEntity(exceptions.ValidationError):
    """The input is well-formed but not acceptable."""

    status_code = 422


class Conflict(exceptions.APIException):
    status_code = 409


class SlugConflict(exceptions.ValidationError):
    """Another episode already has the slug. The problem document lists the error in `errors`."""

    status_code = 409


class PreconditionRequired(exceptions.APIException):
    status_code = 428
    default_detail = "Send the episode's ETag as If-Match."


def as_api_error(error: Exception) -> Exception:
    """Return the API error for a service error; other errors are returned unchanged."""
    match error:
        case Invalid():
            # Django lists errors that belong to no field under "__all__".
            by_field = error.message_dict
            return exceptions.ValidationError(
                {name.replace(NON_FIELD_ERRORS, ""): faults for name, faults in by_field.items()}
            )
        case TranscriptError():
            return UnprocessableEntity({"file": [str(error)]})
        case AssessmentFileError():
            return UnprocessableEntity(_by_key(error))
        case NotAllowed():
            return exceptions.PermissionDenied(str(error))
        case SlugTaken():
            return SlugConflict({"slug": [str(error)]})
        case Rejected():
            return Conflict(str(error))
        case KeyReused():
            message = "This Idempotency-Key was used with a different request."
            return UnprocessableEntity({"Idempotency-Key": [message]})
        case KeyInUse() | ClaimLost():
            conflict = Conflict("The first request with this Idempotency-Key is still running.")
            conflict.wait = 1  # type: ignore[attr-defined]
            return conflict
    return error


def _by_key(error: AssessmentFileError) -> dict[str, list[Any]]:
    errors: dict[str, list[Any]] = {}
    for fault in error.faults:
        errors.setdefault(fault.key, []).append(f"Line {fault.line}: {fault.reason}.")
    return errors
