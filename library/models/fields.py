"""Model fields shared by several models."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractUser


class TextOrigin(models.TextChoices):
    """Origin of a text on an episode's page."""

    EDITOR = "editor", "Written by an editor"
    MACHINE = "machine", "Written by a machine"
    SOURCE = "source", "Taken from the source"


def origin_field() -> "models.CharField[str, str]":
    return models.CharField(
        "by", max_length=10, choices=TextOrigin.choices, default=TextOrigin.EDITOR
    )


def account_field() -> "models.ForeignKey[AbstractUser | None, AbstractUser | None]":
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        related_name="+",
        null=True,
        editable=False,
    )
