"""Settings of security that no environment changes; docs/security.md says why."""

from csp.constants import NONE, SELF

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

# What other sites may show or read; all else is for this site's own pages.
SHARED = (
    r"^/(api/|embed/|oembed$|feed\.|podcast\.xml$|path\.xml$|picture\.png$|"
    r"episodes/[^/]+/(picture\.png$|transcript\.))"
)

APPS = ["axes", "django_otp", "django_otp.plugins.otp_totp"]
BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]

# An account is closed to an address that guessed wrong, never to everyone, and no address is
# closed to all accounts: behind one proxy or one school many share it.
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
    "AXES_CLIENT_IP_CALLABLE": "library.http.client_address.address_of",
}

PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
