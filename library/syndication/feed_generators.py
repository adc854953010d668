"""Feed generators that remove characters that XML does not allow."""

from typing import Any

from django.utils.feedgenerator import Atom1Feed, Enclosure, Rss201rev2Feed, SyndicationFeed

from library.text.xml import xml_text


class WellFormed(SyndicationFeed):
    """A feed without characters that are invalid in XML."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*_clean(args), **_clean(kwargs))

    def add_item(self, *args: Any, **kwargs: Any) -> None:
        super().add_item(*_clean(args), **_clean(kwargs))


class WellFormedRss(WellFormed, Rss201rev2Feed):
    pass


class WellFormedAtom(WellFormed, Atom1Feed):
    pass


def _clean(value: Any) -> Any:
    """Return `value` with `xml_text` applied to all strings in it."""
    if isinstance(value, str):
        return xml_text(value)
    if isinstance(value, list | tuple):
        return type(value)(_clean(item) for item in value)
    if isinstance(value, dict):
        return {name: _clean(item) for name, item in value.items()}
    if isinstance(value, Enclosure):
        return Enclosure(*_clean([value.url, value.length, value.mime_type]))
    return value
