"""Admin form for episodes."""

from typing import Any

from django.forms import BooleanField, CharField, ValidationError

from library.admin.versioned import VersionedForm
from library.models import Episode
from library.services.review import NOT_MINOR, differences, is_minor, must_wait
from library.text.youtube import video_id


class EpisodeForm(VersionedForm):
    """Form for an episode or one of its old versions, with the guests and tags of that version."""

    video_id = CharField(
        label="YouTube video", required=False, max_length=500, help_text="Video ID or URL."
    )
    minor = BooleanField(
        label="Minor: typing errors only",
        required=False,
        help_text="The page changes without review. Allowed: up to three corrected words, "
        "each with almost the same spelling; no numbers, names or negations.",
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        version = getattr(options.get("instance"), "_history", None)
        if version is not None:
            options["initial"] = {
                "guests": list(version.guests.values_list("guest", flat=True)),
                "tags": list(version.tags.values_list("tag", flat=True)),
            }
        super().__init__(*args, **options)

    def clean_video_id(self) -> str:
        try:
            return video_id(self.cleaned_data["video_id"])
        except ValueError as error:
            raise ValidationError(str(error)) from None

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]
        if self.errors or not self.cleaned_data.get("minor") or not self.instance.pk:
            return
        stored = Episode.objects.get(pk=self.instance.pk)
        related = {name: self.cleaned_data[name] for name in ("guests", "tags")}
        before, after = differences(stored, self.instance, related)
        if must_wait(stored) and after and not is_minor(before, after):
            self.add_error("minor", NOT_MINOR)
