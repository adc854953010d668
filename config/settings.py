"""Django settings, read from environment variables; `.env.example` lists them.

The defaults are for development: SQLite and a secret key under `var/`. Production sets DEBUG=false.
"""

import sys
from pathlib import Path

import django_stubs_ext
import environ
from django.core.exceptions import ImproperlyConfigured
from django.core.management.utils import get_random_secret_key

from config import api, beat, caches, data, database, logs, mail, queues, security

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = BASE_DIR / "var"

env = environ.Env()

# Make ModelAdmin and other classes generic at run time, as the type hints require.
django_stubs_ext.monkeypatch()


def development_secret_key() -> str:
    """Return the secret key stored in `var/`, and create it on the first call."""
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
elif not DEBUG:
    security.refuse_placeholder("SECRET_KEY", SECRET_KEY)
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])

SITE_NAME = env.str("SITE_NAME", default="Counterpoint")
EMAIL_URL = env.str("EMAIL_URL", default="")  # if empty, the site sends no e-mail
globals().update(mail.read(env, EMAIL_URL))
PODCAST_EXPLICIT = env.bool("PODCAST_EXPLICIT", default=False)  # required by podcast directories

INSTALLED_APPS = [
    "config.admin.LibraryAdminConfig",
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
    "library.http.client_address.RequestMetricsMiddleware",
    "django_structlog.middlewares.RequestMiddleware",
    "library.http.request_limits.RequestLimitMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "library.http.gzip.CompressionMiddleware",
    # Outside the page cache, because the CORS headers of a response depend on the request.
    "corsheaders.middleware.CorsMiddleware",
    "library.http.page_cache.CachedPagesMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "library.http.work_limit.WorkLimitMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "library.admin.two_factor.TwoFactorMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "library.http.database_errors.DatabaseErrorMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    "axes.middleware.AxesMiddleware",
    "library.views.old_slugs.OldSlugMiddleware",
]

if DEBUG:
    MIDDLEWARE.append("library.views.not_found.NotFoundMiddleware")
else:
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
if not DEBUG:
    security.refuse_placeholder(
        "The password in DATABASE_URL", DATABASES["default"].get("PASSWORD")
    )

# Redis is the broker and the cache. Without Redis, each process caches data and runs tasks itself.

REDIS_URL = env.str("REDIS_URL", default="")
CACHES = caches.caches(REDIS_URL)
DJANGO_REDIS_LOG_IGNORED_EXCEPTIONS = True

# Seconds to cache public pages; 0 disables the cache. Library changes expire the pages earlier.
PAGE_CACHE_SECONDS = env.int("PAGE_CACHE_SECONDS", default=0 if DEBUG else 86_400)

CELERY_BROKER_URL = REDIS_URL or None
CELERY_TASK_ALWAYS_EAGER = not REDIS_URL
CELERY_TASK_EAGER_PROPAGATES = True
CELERY_TASK_DEFAULT_QUEUE = env.str("CELERY_QUEUE", default="counterpoint")
SCORING_QUEUE = f"{CELERY_TASK_DEFAULT_QUEUE}-scoring"
CELERY_TASK_QUEUES = queues.queues(CELERY_TASK_DEFAULT_QUEUE, SCORING_QUEUE)
CELERY_TASK_ROUTES = queues.routes(SCORING_QUEUE)
# Soft time limit of long tasks, in seconds. Other tasks have five minutes.
LONG_TASK_SECONDS = env.int("LONG_TASK_SECONDS", default=14_400)
CELERY_TASK_SOFT_TIME_LIMIT = queues.SHORT_LIMIT
CELERY_TASK_TIME_LIMIT = queues.SHORT_LIMIT + queues.GRACE
CELERY_TASK_ANNOTATIONS = queues.limits_of_long_tasks(LONG_TASK_SECONDS)
# Reuse database connections between tasks; config.celery closes stale connections.
CELERY_DB_REUSE_MAX = 1_000_000_000
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
# Acknowledge a task only when it is finished, so that it runs again if its worker is killed. All
# tasks are idempotent.
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_WORKER_CONSUMER = "config.consumer:SteadyConsumer"
CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 600}
CELERY_IMPORTS = ["library.monitoring.worker_heartbeat"]
CELERY_BEAT_SCHEDULE = beat.SCHEDULE
# Seconds after which a job item can be claimed from a worker that has stopped responding.
JOB_LEASE_SECONDS = env.int("JOB_LEASE_SECONDS", default=600)
# Days after which finished jobs, webhook deliveries and recorded episode changes are deleted.
JOB_RETENTION_DAYS = env.int("JOB_RETENTION_DAYS", default=90)
DELIVERY_RETENTION_DAYS = env.int("DELIVERY_RETENTION_DAYS", default=90)
CHANGE_RETENTION_DAYS = env.int("CHANGE_RETENTION_DAYS", default=90)
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

# Uploads: transcripts are limited to 20 MB in library.captions.

DATA_UPLOAD_MAX_MEMORY_SIZE = 25 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = DATA_UPLOAD_MAX_MEMORY_SIZE
# Keep uploads in memory, because the disk can be full or read-only.
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]

# Security

globals().update(security.AXES)
CONTENT_SECURITY_POLICY = security.CONTENT_SECURITY_POLICY
PERMISSIONS_POLICY = security.PERMISSIONS_POLICY
SHARED_ADDRESSES = security.SHARED
AUTHENTICATION_BACKENDS = security.BACKENDS
# Number of trusted proxies that append to X-Forwarded-For. If 0, the header is ignored.
PROXIES = env.int("PROXIES", default=0)
STAFF_TWO_FACTOR = env.bool("STAFF_TWO_FACTOR", default=False)
OTP_ADMIN_HIDE_SENSITIVE_DATA = True
LOGIN_URL = "admin:login"
LOGIN_REDIRECT_URL = "admin:index"  # also used if the `next` URL is on another site
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
if not DEBUG:
    SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=True)
    # Orchestrators check health over plain HTTP.
    SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$", r"^metrics$"]
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = env.int("SECURE_HSTS_SECONDS", default=31_536_000)
    # The next two settings affect every site on the domain, so operators must opt in.
    SECURE_HSTS_INCLUDE_SUBDOMAINS = env.bool("SECURE_HSTS_INCLUDE_SUBDOMAINS", default=False)
    SECURE_HSTS_PRELOAD = env.bool("SECURE_HSTS_PRELOAD", default=False)
    SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True

# API

REST_FRAMEWORK = api.REST_FRAMEWORK
# Requests and seconds of work allowed per minute and address or token; 0 seconds means no limit.
API_RATE = env.int("API_RATE", default=600)
API_TOKEN_RATE = env.int("API_TOKEN_RATE", default=3000)
WORK_SECONDS = env.float("WORK_SECONDS", default=0 if DEBUG else 12)
WORK_TOKEN_SECONDS = env.float("WORK_TOKEN_SECONDS", default=0 if DEBUG else 60)
# Hours for which a repeated Idempotency-Key replays the stored response.
IDEMPOTENCY_HOURS = env.float("IDEMPOTENCY_HOURS", default=24)
globals().update(api.CORS)
SIMPLE_HISTORY_HISTORY_CHANGE_REASON_USE_TEXT_FIELD = True

# Content

CONTENT_DIR = BASE_DIR / "content"
DATA = data.read(env, default=VAR_DIR / "dumps" if DEBUG else None)
SPECTACULAR_SETTINGS = api.spectacular_settings(DATA.licence)
DEFAULT_SCORER = env.str("DEFAULT_SCORER", default="stance-encoder")
LANGUAGE_MODEL_URL = env.str("LANGUAGE_MODEL_URL", default="")
LANGUAGE_MODEL_NAME = env.str("LANGUAGE_MODEL_NAME", default="")
LANGUAGE_MODEL_KEY = env.str("LANGUAGE_MODEL_KEY", default="")
LANGUAGE_MODEL_PER_MINUTE = env.float("LANGUAGE_MODEL_PER_MINUTE", default=60.0)
# Prices per million input tokens and output tokens, in any currency. If unset, no price is shown.
LANGUAGE_MODEL_PRICES = env.tuple("LANGUAGE_MODEL_PRICES", cast=float, default=())

# Allow feeds and webhooks on private addresses, for tests and development.
FETCH_ALLOW_PRIVATE = env.bool("FETCH_ALLOW_PRIVATE", default=False)

# Logs

globals().update(logs.STRUCTLOG)
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
LOGGING = logs.logging_settings(level=env.str("LOG_LEVEL", default="WARNING"), as_json=not DEBUG)
SLOW_QUERY_SECONDS = env.float("SLOW_QUERY_SECONDS", default=1.0)  # 0 disables the log
# /metrics requires this token or a client in one of these networks; without either, it is disabled.
METRICS_TOKEN = env.str("METRICS_TOKEN", default="")
METRICS_FROM = env.list("METRICS_FROM", default=[])
SENTRY_DSN = env.str("SENTRY_DSN", default="")
if SENTRY_DSN:
    logs.start_sentry(SENTRY_DSN)

if "pytest" in sys.modules:
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
