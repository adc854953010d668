"""All settings of Counterpoint, from the environment, each with a default that works locally.

`.env.example` lists every variable. Unset, they give a development site: SQLite and a secret
key under `var/`, tasks in process. Production sets DEBUG=false and the rest.
"""

import sys
from pathlib import Path

import django_stubs_ext
import environ
from django.core.exceptions import ImproperlyConfigured
from django.core.management.utils import get_random_secret_key
from kombu import Exchange, Queue

from config import api, beat, data, database, logs, security

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = BASE_DIR / "var"

env = environ.Env()

# Lets ModelAdmin and its like take type parameters, as the checked type hints need.
django_stubs_ext.monkeypatch()


def development_secret_key() -> str:
    """Return the key kept under `var/`, made at first use, so that sessions outlive a restart."""
    path = VAR_DIR / "secret_key"
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with path.open("x", encoding="ascii") as file:
            file.write(get_random_secret_key())
        path.chmod(0o600)
    except FileExistsError:
        pass
    return path.read_text(encoding="ascii")


# Django

DEBUG = env.bool("DEBUG", default=True)
SECRET_KEY = env.str("SECRET_KEY", default="")
if not SECRET_KEY:
    if not DEBUG:
        raise ImproperlyConfigured("SECRET_KEY must be set when DEBUG is false.")
    SECRET_KEY = development_secret_key()
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])

SITE_NAME = env.str("SITE_NAME", default="Counterpoint")
PODCAST_EXPLICIT = env.bool("PODCAST_EXPLICIT", default=False)  # as directories of podcasts ask

INSTALLED_APPS = [
    "config.admin.CurationConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "django.contrib.staticfiles",
    *security.APPS,
    "csp",
    "django_filters",
    "django_htmx",
    "import_export",
    "corsheaders",
    "django_structlog",
    "rest_framework",
    "simple_history",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "library",
    "scoring",
]

MIDDLEWARE = [
    "library.http.client_address.CountMiddleware",
    "django_structlog.middlewares.RequestMiddleware",
    "library.http.request_limits.GuardMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "library.http.gzip.CompressionMiddleware",
    "library.http.page_cache.KeptPagesMiddleware",
    "csp.middleware.CSPMiddleware",
    "corsheaders.middleware.CorsMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "library.admin.two_factor.TwoFactorMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "library.http.database_errors.DatabaseAwayMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    "axes.middleware.AxesMiddleware",
]

if not DEBUG:
    MIDDLEWARE.insert(
        MIDDLEWARE.index("csp.middleware.CSPMiddleware") + 1,
        "whitenoise.middleware.WhiteNoiseMiddleware",
    )

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "library.http.context_processors.site",
            ],
        },
    },
]

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "UTC"
USE_I18N = False
USE_TZ = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_PASSWORD_VALIDATORS = security.PASSWORD_VALIDATORS

DATABASES = {"default": database.read(env, VAR_DIR)}

# Redis: broker and cache. Without it tasks run in process and each process has its own cache.

REDIS_URL = env.str("REDIS_URL", default="")
LOCAL_CACHE = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
# A Redis that is away costs speed, never a page.
FORGIVING = {"IGNORE_EXCEPTIONS": True, "SOCKET_CONNECT_TIMEOUT": 1, "SOCKET_TIMEOUT": 2}
SHARED_CACHE = {
    "BACKEND": "django_redis.cache.RedisCache",
    "LOCATION": REDIS_URL,
    "KEY_PREFIX": "counterpoint",
    "OPTIONS": FORGIVING,
}
# "near" holds the latest pages in the memory of each process, without the way to Redis.
CACHES = {
    "default": SHARED_CACHE if REDIS_URL else LOCAL_CACHE,
    "near": {**LOCAL_CACHE, "LOCATION": "near"},
}
DJANGO_REDIS_LOG_IGNORED_EXCEPTIONS = True

# Public pages are kept this long at the most, under the version of the library; 0 keeps none.
PAGE_CACHE_SECONDS = env.int("PAGE_CACHE_SECONDS", default=0 if DEBUG else 86_400)

CELERY_BROKER_URL = REDIS_URL or None
CELERY_TASK_ALWAYS_EAGER = not REDIS_URL
CELERY_TASK_EAGER_PROPAGATES = True
CELERY_TASK_DEFAULT_QUEUE = env.str("CELERY_QUEUE", default="counterpoint")
# Long tasks have a queue of their own, so that no backlog of them delays a heartbeat. A worker
# consumes both unless it is started with `-Q`.
SCORING_QUEUE = f"{CELERY_TASK_DEFAULT_QUEUE}-scoring"
CELERY_TASK_QUEUES = [
    Queue(name, Exchange(name), routing_key=name)
    for name in (CELERY_TASK_DEFAULT_QUEUE, SCORING_QUEUE)
]
CELERY_TASK_ROUTES = {
    name: {"queue": SCORING_QUEUE}
    for name in ("scoring.tasks.do_job_item", "scoring.tasks.refresh_topics", "library.tasks.dump")
}
# Celery would close them before and after every task; config.celery closes those that are old.
CELERY_DB_REUSE_MAX = 1_000_000_000
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
# A task is taken off the queue only once it is done, so a killed worker's task runs again;
# that is harmless because every task is idempotent.
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 600}
CELERY_IMPORTS = ["library.monitoring.worker_heartbeat"]
CELERY_BEAT_SCHEDULE = beat.SCHEDULE
# An item of a job whose worker has not been heard of for so long is given to another.
JOB_LEASE_SECONDS = env.int("JOB_LEASE_SECONDS", default=600)
# Jobs and webhook deliveries are deleted so many days after they ended.
JOB_RETENTION_DAYS = env.int("JOB_RETENTION_DAYS", default=90)
DELIVERY_RETENTION_DAYS = env.int("DELIVERY_RETENTION_DAYS", default=90)
CELERY_BEAT_SCHEDULE_FILENAME = str(VAR_DIR / "celerybeat-schedule")

# Static files

STATIC_URL = "static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
MEDIA_ROOT = VAR_DIR / "media"

# Uploads: a transcript is at most 20 MB, see library.captions.

DATA_UPLOAD_MAX_MEMORY_SIZE = 25 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = DATA_UPLOAD_MAX_MEMORY_SIZE
# Nothing that is sent in is ever written to the disk, which may be full or read-only.
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]

# Security

globals().update(security.AXES)
CONTENT_SECURITY_POLICY = security.CONTENT_SECURITY_POLICY
PERMISSIONS_POLICY = security.PERMISSIONS_POLICY
SHARED_ADDRESSES = security.SHARED
AUTHENTICATION_BACKENDS = security.BACKENDS
# How many proxies stand before us and add to X-Forwarded-For; with none it is not believed.
PROXIES = env.int("PROXIES", default=0)
STAFF_TWO_FACTOR = env.bool("STAFF_TWO_FACTOR", default=False)
OTP_ADMIN_HIDE_SENSITIVE_DATA = True
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SESSION_COOKIE_HTTPONLY = True
if not DEBUG:
    SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=True)
    # The proxy talks plain HTTP to us, so health checks of the orchestrator do too.
    SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$", r"^metrics$"]
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = env.int("SECURE_HSTS_SECONDS", default=31_536_000)
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True

# API

REST_FRAMEWORK = {**api.REST_FRAMEWORK, "NUM_PROXIES": PROXIES}
# Requests a minute, for an address and for a token.
API_RATE = env.int("API_RATE", default=600)
API_TOKEN_RATE = env.int("API_TOKEN_RATE", default=3000)
# How long the answer to a request with an Idempotency-Key is kept and given again.
IDEMPOTENCY_HOURS = env.float("IDEMPOTENCY_HOURS", default=24)
globals().update(api.CORS)
SIMPLE_HISTORY_HISTORY_CHANGE_REASON_USE_TEXT_FIELD = True

# Content

CONTENT_DIR = BASE_DIR / "content"
DATA = data.read(env, default=VAR_DIR / "dumps" if DEBUG else None)
SPECTACULAR_SETTINGS = api.described(DATA.licence)
DEFAULT_SCORER = env.str("DEFAULT_SCORER", default="stance-encoder")
LANGUAGE_MODEL_URL = env.str("LANGUAGE_MODEL_URL", default="")
LANGUAGE_MODEL_NAME = env.str("LANGUAGE_MODEL_NAME", default="")
LANGUAGE_MODEL_KEY = env.str("LANGUAGE_MODEL_KEY", default="")
LANGUAGE_MODEL_PER_MINUTE = env.float("LANGUAGE_MODEL_PER_MINUTE", default=60.0)
# Money for a million tokens in and out, in any currency; unset, no price is shown.
LANGUAGE_MODEL_PRICES = env.tuple("LANGUAGE_MODEL_PRICES", cast=float, default=())

# Feeds and their transcripts are fetched from the open internet only; this lets tests and
# development fetch from this machine.
FETCH_ALLOW_PRIVATE = env.bool("FETCH_ALLOW_PRIVATE", default=False)

# Logs

globals().update(logs.STRUCTLOG)
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
LOGGING = logs.logging_settings(level=env.str("LOG_LEVEL", default="WARNING"), as_json=not DEBUG)
SLOW_QUERY_SECONDS = env.float("SLOW_QUERY_SECONDS", default=1.0)  # 0 logs none
# /metrics is for whoever has the token or asks from these networks; both empty: nobody.
METRICS_TOKEN = env.str("METRICS_TOKEN", default="")
METRICS_FROM = env.list("METRICS_FROM", default=[])
SENTRY_DSN = env.str("SENTRY_DSN", default="")
if SENTRY_DSN:
    logs.start_sentry(SENTRY_DSN)

if "pytest" in sys.modules:
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
