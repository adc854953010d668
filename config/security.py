"""Security settings that do not depend on the environment; see docs/security.md."""

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "frame-src": ["https://www.youtube-nocookie.com"],
        "img-src": [SELF, "data:"],
        "media-src": [SELF, "https:"],
    }
}

PERMISSIONS_POLICY = "camera=(), geolocation=(), microphone=(), payment=(), usb=()"

# URLs that other sites can embed or read.
SHARED = (
    r"^/(api/|embed/|oembed/?$|feed\.|podcast\.xml$|path\.(xml|md)$|llms\.txt$|picture\.png$|"
    r"episodes/[^/]+/(picture\.png$|transcript\.))"
)

PLACEHOLDER = "change-me"
"""Prefix of the placeholder secrets in `.env.example`."""


def refuse_placeholder(name: str, secret: str | None) -> None:
    """Raise ImproperlyConfigured if a secret is still the placeholder from `.env.example`."""
    if secret and secret.startswith(PLACEHOLDER):
        raise ImproperlyConfigured(
            f"{name} is still the placeholder from .env.example. Choose your own secret."
        )


APPS = ["axes", "django_otp", "django_otp.plugins.otp_totp"]
BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]

# After failed sign-ins from an address, lock out the user name only at that address. Many people
# can share an address, and a stranger must not be able to lock an account out everywhere.
AXES = {
    "AXES_LOCKOUT_PARAMETERS": [["username", "ip_address"]],
    "AXES_FAILURE_LIMIT": 10,
    "AXES_COOLOFF_TIME": 0.25,  # hours
    "AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT": False,
    "AXES_RESET_ON_SUCCESS": True,
    "AXES_DISABLE_ACCESS_LOG": True,
    "AXES_ENABLE_ADMIN": False,
    "AXES_VERBOSE": False,
    "AXES_LOCKOUT_TEMPLATE": "429.html",
    "AXES_CLIENT_IP_CALLABLE": "library.http.client_address.client_network",
}

PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
