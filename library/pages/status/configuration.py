"""Status of settings and accounts: host names, proxies, database role, second factors, e-mail."""

from smtplib import SMTPException

from django.conf import settings
from django.contrib.auth.models import User
from django.core.mail import get_connection
from django.db import connection
from django.urls import reverse
from django_otp.plugins.otp_totp.models import TOTPDevice

from library.pages.status.line import Line, State, Status, check_line

LOCAL_HOSTS = {"localhost", "127.0.0.1", "[::1]"}
NAMES_SHOWN = 5


def lines() -> list[Line]:
    return [
        check_line("Hosts", hosts),
        check_line("Proxies", proxies),
        check_line("Database role", database_role),
        check_line("Accounts", accounts),
        check_line("E-mail", mail),
    ]


def hosts() -> Status:
    names = set(settings.ALLOWED_HOSTS)
    if settings.DEBUG:
        return Status(State.NOTE, "All local host names, because DEBUG is on.")
    if "*" in names:
        return Status(
            State.WARNING, "ALLOWED_HOSTS allows every host name. List only the names of the site."
        )
    if not names - LOCAL_HOSTS:
        text = "Readers cannot reach the site: ALLOWED_HOSTS only has names of this machine."
        return Status(State.FAILED, text)
    return Status(State.OK, f"{', '.join(sorted(names))}.")


def proxies() -> Status:
    count = settings.PROXIES
    if count:
        return Status(State.OK, f"{count} trusted to add to X-Forwarded-For.")
    if not settings.SECURE_SSL_REDIRECT:
        return Status(State.NOTE, "None: X-Forwarded-For is ignored.")
    text = (
        "PROXIES is 0, but the site needs a proxy for HTTPS. All readers seem to have the same "
        "address and share one rate limit. Set PROXIES to the number of proxies."
    )
    return Status(State.WARNING, text)


def database_role() -> Status:
    """Warn if the database role is a superuser, which can run programs on the database server."""
    if connection.vendor != "postgresql":
        return Status(State.NOTE, "None: SQLite has no roles.")
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolname, rolsuper FROM pg_roles WHERE rolname = current_user")
        name, is_superuser = cursor.fetchone()
    if not is_superuser:
        return Status(State.OK, f"{name}, without superuser rights.")
    text = (
        f"The site connects to PostgreSQL as {name}, a superuser. Use a role that only owns the "
        "database, such as that of config/postgres/1-role.sql."
    )
    return Status(State.NOTE if settings.DEBUG else State.WARNING, text)


def accounts() -> Status:
    """Check that every superuser has a second factor, because superusers have every permission."""
    if not User.objects.filter(is_active=True, is_staff=True).exists():
        return Status(State.WARNING, "Nobody can sign in. Run “manage.py createsuperuser”.")
    secured = TOTPDevice.objects.filter(confirmed=True).values("user")
    superusers = User.objects.filter(is_active=True, is_superuser=True)
    open_ones = superusers.exclude(pk__in=secured).order_by("username")
    names = list(open_ones.values_list("username", flat=True)[: NAMES_SHOWN + 1])
    if not names:
        return Status(State.OK, "Every superuser has a second factor.")
    listed = ", ".join(names[:NAMES_SHOWN]) + (" and more" if len(names) > NAMES_SHOWN else "")
    text = f"Superusers without a second factor: {listed}."
    return Status(State.WARNING, text, reverse("two-factor"), "Second factor")


def mail() -> Status:
    if not settings.EMAIL_URL:
        return Status(State.NOTE, "Off: EMAIL_URL is not set.")
    server = f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT}"
    try:
        with get_connection():
            return Status(State.OK, f"{server} accepts messages.")
    except (OSError, SMTPException) as error:
        text = f"{server} does not accept messages ({type(error).__name__}). Is EMAIL_URL right?"
        return Status(State.FAILED, text)
