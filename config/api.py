"""API settings that do not depend on the environment."""

from corsheaders.defaults import default_headers

REST_FRAMEWORK = {
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["library.api.parsers.JsonParser"],
    # No session authentication, so cross-site requests cannot act on behalf of a signed-in user.
    # Public views and editors' views set their own permissions.
    "DEFAULT_AUTHENTICATION_CLASSES": ["library.api.authentication.TokenAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAdminUser"],
    "UNAUTHENTICATED_USER": None,
    "DEFAULT_CONTENT_NEGOTIATION_CLASS": "library.api.negotiation.Negotiation",
    "DEFAULT_THROTTLE_CLASSES": ["library.api.throttling.MinuteThrottle"],
    "DEFAULT_SCHEMA_CLASS": "library.api.schema.ApiSchema",
    "EXCEPTION_HANDLER": "library.api.exception_handler.handle_error",
}

DESCRIPTION = {
    "OAS_VERSION": "3.1.1",
    "TITLE": "Counterpoint",
    "VERSION": "1",
    "DESCRIPTION": "Long conversations about AI, scored passage by passage between risk-forward "
    "and opportunity-forward. Reading needs no token; writing does. Reading paths, the library "
    "balance, page histories and reader comments are only available as web pages.\n\n"
    "Positions, scores, assessments and editors' texts are licensed under {licence}. Transcripts "
    "belong to their speakers and publishers: `text_may_be_shared` and `text_licence` of an "
    "episode show whether and under which licence its transcript may be republished.",
    "SERVERS": [{"url": "/", "description": "The site that serves this description."}],
    "LICENSE": {"name": "MIT (software)", "identifier": "MIT"},
    "SCHEMA_PATH_PREFIX": "/api/v1/",
    "SERVE_INCLUDE_SCHEMA": False,
    # Request schemas omit read-only fields, so that generated clients can send valid requests.
    "COMPONENT_SPLIT_REQUEST": True,
    "ENUM_NAME_OVERRIDES": {
        "TextOriginEnum": "library.models.TextOrigin",
        "TranscriptKindEnum": "library.models.Transcript.Kind",
        "AssessmentKindEnum": "scoring.models.Assessment.Kind",
        "AssessmentStatusEnum": "scoring.models.Assessment.Status",
        "JobKindEnum": "library.models.Job.Kind",
    },
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "library.api.schema_texts.add_texts",
        "library.api.schema.complete_operations",
        "library.api.schema.simplify_optional_urls",
        "library.api.schema.share_responses",
    ],
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
}


def licence_link(licence: str) -> str:
    """Return a Markdown link to a licence, given its SPDX identifier."""
    return f"[{licence}](https://spdx.org/licenses/{licence}.html)"


def spectacular_settings(licence: str) -> dict[str, object]:
    """Return the drf-spectacular settings; `licence` is an SPDX identifier for the description."""
    text = str(DESCRIPTION["DESCRIPTION"]).format(licence=licence_link(licence))
    return {**DESCRIPTION, "DESCRIPTION": text}


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
"""Response headers that scripts on other sites can read (CORS)."""

READ_HEADERS = [
    "If-Match",
    "If-Modified-Since",
    "If-None-Match",
    "If-Range",
    "If-Unmodified-Since",
    "Range",
]
"""Additional request headers that scripts on other sites can send (CORS)."""

# Scripts on any site can read these URLs, but only without cookies.
CORS = {
    "CORS_URLS_REGEX": (
        r"^/(api/|data/|oembed/?$|feed\.(rss|atom)$|podcast\.xml$|path\.(xml|md)$|llms\.txt$|"
        r"problems/|episodes/[^/]+/transcript\.)"
    ),
    "CORS_ALLOW_ALL_ORIGINS": True,
    "CORS_ALLOW_METHODS": ["GET", "HEAD", "OPTIONS"],
    "CORS_ALLOW_HEADERS": [*default_headers, *READ_HEADERS],
    "CORS_EXPOSE_HEADERS": EXPOSED_HEADERS,
}
