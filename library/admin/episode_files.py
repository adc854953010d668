"""Episodes as CSV and JSON files, out of the admin and, after a dry run, back into it.

What is read goes through the checks of the form and `scoring.curation.workflow.save_edit`: a state
cannot be imported, and a changed text is the work of the person who imports it. One faulty row
refuses the whole file.
"""

from pathlib import Path
from typing import Any

import tablib
from django import forms
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.core.signing import BadSignature, Signer
from django.db.models import QuerySet
from django.http import HttpRequest
from import_export import resources
from import_export.admin import ImportExportMixin
from import_export.fields import Field
from import_export.formats.base_formats import CSV, JSON
from import_export.forms import ConfirmImportForm
from import_export.tmp_storages import TempFolderStorage
from import_export.widgets import ForeignKeyWidget, ManyToManyWidget

from library.exporting.tables import FORMULA_STARTS
from library.models import Episode, Guest, Shelf, Show, Tag
from scoring.curation.workflow import Account, save_edit

SEPARATOR = ";"
ESCAPED = (*FORMULA_STARTS, "'")
"""An apostrophe goes before text that starts with one of these, so that it comes off again."""
READ_ONLY = frozenset({"status", "position", "band"})
COLUMNS = [
    "slug", "title", "show", "shelf", "guests", "tags", "published_on",
    "why_it_matters", "why_it_matters_by", "summary", "summary_by", "editor_note",
    "editor_note_by", "video_id", "audio_url", "audio_type", "audio_bytes",
    "stated_duration", "is_sample", "text_may_be_shared", "text_licence",
    "status", "position", "band",
]  # fmt: skip
SIGNER = Signer(salt="episode files")


class SafeCSV(CSV):  # type: ignore[misc]
    """CSV whose cells no spreadsheet runs: an apostrophe goes before them, and off again."""

    def export_data(self, dataset: tablib.Dataset, **options: Any) -> str:
        safe = tablib.Dataset(headers=dataset.headers)
        for row in dataset:
            safe.append([_escaped(cell) for cell in row])
        return str(super().export_data(safe, **options))

    def create_dataset(self, in_stream: str | bytes, **options: Any) -> tablib.Dataset:
        read = super().create_dataset(in_stream, **options)
        plain = tablib.Dataset(headers=read.headers)
        for row in read:
            plain.append([_unescaped(cell) for cell in row])
        return plain


class Objects(JSON):  # type: ignore[misc]
    """JSON that is a list of objects; whatever else tablib makes rows of has no columns."""

    def create_dataset(self, in_stream: str | bytes, **options: Any) -> tablib.Dataset:
        read = super().create_dataset(in_stream, **options)
        if len(read) and not read.headers:
            raise ValueError("it is not a list of objects")
        return read


class ConfirmForm(ConfirmImportForm):  # type: ignore[misc]
    """Agrees to what was shown: no other file, and in a format there is."""

    format = forms.ChoiceField(choices=[("0", "CSV"), ("1", "JSON")], widget=forms.HiddenInput)
    resource = forms.ChoiceField(
        choices=[("0", "Episodes")], widget=forms.HiddenInput, required=False
    )

    def clean_import_file_name(self) -> str:
        """Return the name that was signed when the file was shown, if the file is still there."""
        try:
            name = SIGNER.unsign(self.cleaned_data["import_file_name"])
        except BadSignature:
            name = ""
        if not name or not Path(TempFolderStorage(name=name).get_full_path()).is_file():
            raise forms.ValidationError("Choose the file once more.")
        return name


class NamedWidget(ForeignKeyWidget):  # type: ignore[misc]
    """A show or shelf by its title; one that is not there is a fault and is not made."""

    def clean(self, value: Any, row: Any = None, **options: Any) -> Any:
        if not value:
            return None
        found = self.model.objects.filter(title=value).first()
        if found is None:
            raise ValueError(f"No {self.model._meta.verbose_name} is called {value!r}.")
        return found


class NamesWidget(ManyToManyWidget):  # type: ignore[misc]
    """Guests or tags by their names; one that is not there is a fault and is not made."""

    def clean(self, value: Any, row: Any = None, **options: Any) -> Any:
        names = [name.strip() for name in str(value or "").split(SEPARATOR) if name.strip()]
        found = self.model.objects.filter(name__in=names)
        missing = sorted(set(names) - {each.name for each in found})
        if missing:
            raise ValueError(f"No {self.model._meta.verbose_name} is called {missing[0]!r}.")
        return found


class EpisodeResource(resources.ModelResource):  # type: ignore[misc]
    """The columns of a file of episodes; a row is known by its slug."""

    show = Field("show", "show", NamedWidget(Show, "title"))
    shelf = Field("shelf", "shelf", NamedWidget(Shelf, "title"))
    guests = Field("guests", "guests", NamesWidget(Guest, SEPARATOR, "name"))
    tags = Field("tags", "tags", NamesWidget(Tag, SEPARATOR, "name"))
    status = Field("status", "status", readonly=True)
    position = Field("lead_assessment__position", "position", readonly=True)
    band = Field("lead_assessment__band", "band", readonly=True)

    class Meta:
        model = Episode
        fields = export_order = COLUMNS
        import_id_fields = ["slug"]
        clean_model_instances = True
        skip_unchanged = True
        report_skipped = True
        use_transactions = True

    def before_import(self, dataset: tablib.Dataset, **options: Any) -> None:
        self.by: Account = options.get("user") or AnonymousUser()
        unknown = sorted(set(dataset.headers or []) - set(COLUMNS))
        if unknown:
            raise ValidationError(f"There is no column {unknown[0]!r}.")
        slugs = [str(slug) for slug in dataset["slug"]] if "slug" in (dataset.headers or []) else []
        twice = sorted({slug for slug in slugs if slugs.count(slug) > 1})
        if twice:
            raise ValidationError(f"{twice[0]!r} is in the file twice.")

    def do_instance_save(self, instance: Episode, is_create: bool) -> None:
        stored = Episode.objects.filter(pk=instance.pk).first() or Episode()
        fields = [
            name for name in COLUMNS if name not in READ_ONLY and name not in ("guests", "tags")
        ]
        changed = [name for name in fields if getattr(instance, name, "") != _of(stored, name)]
        save_edit(instance, by=self.by, changed=changed)


class EpisodeFiles(ImportExportMixin):  # type: ignore[misc]
    """Import and export on the list of episodes, for those who may make, change and see them."""

    resource_classes = [EpisodeResource]
    formats = [SafeCSV, Objects]
    confirm_form_class = ConfirmForm
    tmp_storage_class = TempFolderStorage

    def has_import_permission(self, request: HttpRequest) -> bool:
        needed = ("library.add_episode", "library.change_episode")
        return bool(request.user.has_perms(needed))

    def has_export_permission(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm("library.view_episode"))

    def get_confirm_form_initial(self, request: HttpRequest, import_form: Any) -> dict[str, Any]:
        said: dict[str, Any] = super().get_confirm_form_initial(request, import_form)
        if "import_file_name" in said:
            said["import_file_name"] = SIGNER.sign(said["import_file_name"])
        return said

    def get_export_queryset(self, request: HttpRequest) -> QuerySet[Episode]:
        found: QuerySet[Episode] = super().get_export_queryset(request)
        return found.prefetch_related("guests", "tags")


def _of(episode: Episode, name: str) -> Any:
    # A new one has no show to ask for.
    return None if name == "show" and episode.show_id is None else getattr(episode, name)


def _escaped(cell: Any) -> Any:
    number = isinstance(cell, int | float)
    text = "" if cell is None else str(cell)
    return f"'{text}" if not number and text.startswith(ESCAPED) else cell


def _unescaped(cell: Any) -> Any:
    text = str(cell)
    return text[1:] if text.startswith("'") and text[1:].startswith(ESCAPED) else cell
