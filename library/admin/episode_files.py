"""Export and import episodes as CSV or JSON; an import starts with a dry run.

Imported rows are validated like form input and saved with
`scoring.curation.episode_edits.save_draft`, so changes to published episodes wait for review. The
status cannot be imported, and changed texts are attributed to the importing user. If any row is
invalid, the whole file is rejected.
"""

from contextlib import suppress
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
from import_export.admin import ExportActionMixin, ImportExportMixin
from import_export.fields import Field
from import_export.formats.base_formats import CSV, JSON
from import_export.forms import ConfirmImportForm
from import_export.tmp_storages import TempFolderStorage
from import_export.widgets import ForeignKeyWidget, ManyToManyWidget

from library.exporting.tables import FORMULA_STARTS
from library.models import Episode, Guest, Shelf, Show, Tag
from library.text.youtube import video_id
from scoring.curation.episode_edits import save_draft
from scoring.curation.workflow import Account

SEPARATOR = ";"
ESCAPED = (*FORMULA_STARTS, "'")
"""Export adds an apostrophe to text that starts with one of these strings; import removes it."""
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
    """CSV format that adds an apostrophe to text that a spreadsheet would run as a formula."""

    def export_data(self, dataset: tablib.Dataset, **options: Any) -> str:
        safe = tablib.Dataset(headers=dataset.headers)
        for row in dataset:
            safe.append([_escaped(cell) for cell in row])
        return str(super().export_data(safe, **options))

    def create_dataset(self, in_stream: str | bytes, **options: Any) -> tablib.Dataset:
        escaped = super().create_dataset(in_stream, **options)
        dataset = tablib.Dataset(headers=escaped.headers)
        for row in escaped:
            dataset.append([_unescaped(cell) for cell in row])
        return dataset


class Objects(JSON):  # type: ignore[misc]
    """JSON format that requires a list of objects; the format of tablib accepts other lists too."""

    def create_dataset(self, in_stream: str | bytes, **options: Any) -> tablib.Dataset:
        dataset = super().create_dataset(in_stream, **options)
        if len(dataset) and not dataset.headers:
            raise ValueError("The file must contain a list of objects.")
        return dataset


class ConfirmForm(ConfirmImportForm):  # type: ignore[misc]
    """Accepts only the previewed file and a known format."""

    format = forms.ChoiceField(choices=[("0", "CSV"), ("1", "JSON")], widget=forms.HiddenInput)
    resource = forms.ChoiceField(
        choices=[("0", "Episodes")], widget=forms.HiddenInput, required=False
    )

    def clean_import_file_name(self) -> str:
        """Return the signed name of the previewed file, if the file still exists."""
        try:
            name = SIGNER.unsign(self.cleaned_data["import_file_name"])
        except BadSignature:
            name = ""
        if not name or not Path(TempFolderStorage(name=name).get_full_path()).is_file():
            raise forms.ValidationError("Choose the file again.")
        return name


class NamedWidget(ForeignKeyWidget):  # type: ignore[misc]
    """Looks up a show or shelf by title; an unknown title is an error."""

    def clean(self, value: Any, row: Any = None, **options: Any) -> Any:
        if not value:
            return None
        match = self.model.objects.filter(title=value).first()
        if match is None:
            raise ValueError(f"There is no {self.model._meta.verbose_name} named {value!r}.")
        return match


class NamesWidget(ManyToManyWidget):  # type: ignore[misc]
    """Looks up guests or tags by name; an unknown name is an error."""

    def clean(self, value: Any, row: Any = None, **options: Any) -> Any:
        names = [name.strip() for name in str(value or "").split(SEPARATOR) if name.strip()]
        matches = self.model.objects.filter(name__in=names)
        missing = sorted(set(names) - {match.name for match in matches})
        if missing:
            listed = " or ".join(repr(name) for name in missing)
            raise ValueError(f"There is no {self.model._meta.verbose_name} named {listed}.")
        return matches


class EpisodeResource(resources.ModelResource):  # type: ignore[misc]
    """Columns of an episode file; the slug identifies each row."""

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
        headers = dataset.headers or []
        faults = [f"Unknown column {name!r}." for name in sorted(set(headers) - set(COLUMNS))]
        rows: dict[str, list[int]] = {}
        for number, slug in enumerate(dataset["slug"] if "slug" in headers else [], start=1):
            rows.setdefault(str(slug), []).append(number)
        faults += [
            f"The slug {slug!r} occurs twice in the file, in rows {', '.join(map(str, numbers))}."
            for slug, numbers in rows.items()
            if len(numbers) > 1
        ]
        if faults:
            raise ValidationError(faults)

    def before_import_row(self, row: dict[str, Any], **options: Any) -> None:
        """Replace a video URL with its ID; `import_instance` reports an invalid URL."""
        if row.get("video_id"):
            with suppress(ValueError):
                row["video_id"] = video_id(str(row["video_id"]))

    def import_instance(self, instance: Episode, row: dict[str, Any], **options: Any) -> None:
        """Set the fields; report errors in guests, tags and video together with other errors."""
        faults: dict[str, Any] = {}
        try:
            super().import_instance(instance, row, **options)
        except ValidationError as error:
            faults = error.error_dict
        for name in ("guests", "tags"):
            try:
                self.fields[name].widget.clean(row.get(name), row)
            except ValueError as error:
                faults[name] = ValidationError(str(error)).error_list
        try:
            video_id(str(row.get("video_id") or ""))
        except ValueError as error:
            faults["video_id"] = ValidationError(str(error)).error_list
        if faults:
            raise ValidationError(faults)

    def do_instance_save(self, instance: Episode, is_create: bool) -> None:
        stored = Episode.objects.filter(pk=instance.pk).first() or Episode()
        fields = [
            name for name in COLUMNS if name not in READ_ONLY and name not in ("guests", "tags")
        ]
        changed = [name for name in fields if getattr(instance, name, "") != _value(stored, name)]
        save_draft(instance, by=self.by, changed=changed, related=self.related)

    def before_save_instance(self, instance: Episode, row: Any, **options: Any) -> None:
        self.related = {
            name: list(self.fields[name].clean(row)) for name in ("guests", "tags") if name in row
        }

    def save_m2m(self, instance: Episode, row: Any, **options: Any) -> None:
        """Do nothing; `save_draft` has already saved or proposed the guests and tags."""


class EpisodeFiles(ExportActionMixin, ImportExportMixin):  # type: ignore[misc]
    """Adds export and import to the episode list, for users with permission."""

    resource_classes = [EpisodeResource]
    show_change_form_export = False
    formats = [SafeCSV, Objects]
    confirm_form_class = ConfirmForm
    tmp_storage_class = TempFolderStorage

    def has_import_permission(self, request: HttpRequest) -> bool:
        required = ("library.add_episode", "library.change_episode")
        return bool(request.user.has_perms(required))

    def has_export_permission(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm("library.view_episode"))

    def add_data_read_fail_error_to_form(self, form: Any, error: Exception) -> None:
        form.add_error("import_file", f"The file is not in the chosen format: {error}")

    def get_confirm_form_initial(self, request: HttpRequest, import_form: Any) -> dict[str, Any]:
        initial: dict[str, Any] = super().get_confirm_form_initial(request, import_form)
        if "import_file_name" in initial:
            initial["import_file_name"] = SIGNER.sign(initial["import_file_name"])
        return initial

    def get_export_queryset(self, request: HttpRequest) -> QuerySet[Episode]:
        episodes: QuerySet[Episode] = super().get_export_queryset(request)
        return episodes.prefetch_related("guests", "tags")


def _value(episode: Episode, name: str) -> Any:
    # Reading `show` of a new episode raises an error.
    return None if name == "show" and episode.show_id is None else getattr(episode, name)


def _escaped(cell: Any) -> Any:
    number = isinstance(cell, int | float)
    text = "" if cell is None else str(cell)
    return f"'{text}" if not number and text.startswith(ESCAPED) else cell


def _unescaped(cell: Any) -> Any:
    text = str(cell)
    return text[1:] if text.startswith("'") and text[1:].startswith(ESCAPED) else cell
