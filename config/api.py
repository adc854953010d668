"""Settings of the API that no environment changes."""

REST_FRAMEWORK = {
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["library.api.parsers.JsonParser"],
    # Reading needs no token; an address that writes says who may. Cookies are never looked at, so
    # that no other site's page can write in the name of whoever is logged in here.
    "DEFAULT_AUTHENTICATION_CLASSES": ["library.api.authentication.TokenAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAdminUser"],
    "UNAUTHENTICATED_USER": None,
    "DEFAULT_CONTENT_NEGOTIATION_CLASS": "library.api.negotiation.Negotiation",
    "DEFAULT_THROTTLE_CLASSES": ["library.api.throttling.MinuteThrottle"],
    "DEFAULT_SCHEMA_CLASS": "library.api.schema.Description",
    "EXCEPTION_HANDLER": "library.api.exception_handler.handle_error",
}

DESCRIPTION = {
    "OAS_VERSION": "3.1.1",
    "TITLE": "Counterpoint",
    "VERSION": "1",
    "DESCRIPTION": "Long conversations about AI, placed passage by passage between risk-forward "
    "and opportunity-forward. Episodes, passages, assessments, counterbalance, search, the map and "
    "statistics are read without a key; a token writes. Reading paths, the balance of the library, "
    "the changes of an episode and what readers say of it are on the pages alone.\n\n"
    "Positions, scores, assessments and editors' texts are given under [{licence}]"
    "(https://spdx.org/licenses/{licence}.html). What is said in a conversation belongs to those "
    "who said and published it: `text_may_be_shared` and `text_licence` of an episode say whether "
    "and under which licence its words may be given on.",
    "LICENSE": {"name": "MIT, of the software", "identifier": "MIT"},
    "SCHEMA_PATH_PREFIX": "/api/v1/",
    "SERVE_INCLUDE_SCHEMA": False,
    "ENUM_NAME_OVERRIDES": {
        "TextOriginEnum": "library.models.TextOrigin",
        "TranscriptKindEnum": "library.models.Transcript.Kind",
        "AssessmentKindEnum": "scoring.models.Assessment.Kind",
        "JobKindEnum": "library.models.Job.Kind",
    },
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "library.api.schema.share_responses",
    ],
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
}


def described(licence: str) -> dict[str, object]:
    """Return the settings of the description, in which scores are given under `licence`."""
    return {**DESCRIPTION, "DESCRIPTION": str(DESCRIPTION["DESCRIPTION"]).format(licence=licence)}


EXPOSED_HEADERS = [
    "Accept-Ranges",
    "Content-Range",
    "Deprecation",
    "ETag",
    "Idempotent-Replayed",
    "Link",
    "Location",
    "RateLimit-Limit",
    "RateLimit-Remaining",
    "RateLimit-Reset",
    "Retry-After",
    "Sunset",
]
"""What scripts of other sites may see of an answer."""

# Any site may read, without the reader's cookies.
CORS = {
    "CORS_URLS_REGEX": r"^/(api/|data/|oembed$|episodes/[^/]+/transcript\.)",
    "CORS_ALLOW_ALL_ORIGINS": True,
    "CORS_ALLOW_METHODS": ["GET", "HEAD", "OPTIONS"],
    "CORS_EXPOSE_HEADERS": EXPOSED_HEADERS,
}
