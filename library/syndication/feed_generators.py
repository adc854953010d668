"""Feeds that stay well-formed whatever the texts in them hold."""

from typing import Any

from django.utils.feedgenerator import Atom1Feed, Enclosure, Rss201rev2Feed, SyndicationFeed

from library.text.xml import xml_text


class WellFormed(SyndicationFeed):
    """A feed that leaves out what XML cannot hold, where Django's would raise or write it."""

    def __init__(self, *values: Any, **named: Any) -> None:
        super().__init__(*_carried(values), **_carried(named))

    def add_item(self, *values: Any, **named: Any) -> None:
        super().add_item(*_carried(values), **_carried(named))


class WellFormedRss(WellFormed, Rss201rev2Feed):
    pass


class WellFormedAtom(WellFormed, Atom1Feed):
    pass


def _carried(value: Any) -> Any:
    """Return `value` with every text in it as XML can hold it."""
    if isinstance(value, str):
        return xml_text(value)
    if isinstance(value, list | tuple):
        return type(value)(_carried(each) for each in value)
    if isinstance(value, dict):
        return {name: _carried(each) for name, each in value.items()}
    if isinstance(value, Enclosure):
        return Enclosure(*_carried([value.url, value.length, value.mime_type]))
    return value
