"""Feeds as publishers write them: odd dates, titles, namespaces and media types."""

from datetime import date

import pytest

from library.captions import read_transcript
from library.importing.podcast_feeds import _readable_name
from library.importing.rss_parser import FeedItem, read_feed

PODCAST = 'xmlns:podcast="https://podcastindex.org/namespace/1.0"'


def item(
    inner: str, *, title: str = "One", language: str = "", before: str = "", more: str = ""
) -> FeedItem:
    feed = (
        f'{before}<rss version="2.0" {PODCAST} {more}><channel><title>S</title>{language}'
        f"<item><title>{title}</title><guid>g</guid>{inner}</item></channel></rss>"
    )
    return read_feed(feed.encode(), "https://a.example/feed")[0]


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("Tue, 23 Nov 2021 21:00:00 -0800", date(2021, 11, 23)),
        ("2016/6/29 15:07:41", date(2016, 6, 29)),
        ("Thu, 15 Feb 2018 11:24:50", date(2018, 2, 15)),
        ("2 September 2019 00:00:00 GMT", date(2019, 9, 2)),
        ("2020-03-04T23:00:00-05:00", date(2020, 3, 4)),
        ("Tue, 23 Nov 21 10:00:00 GMT", date(2021, 11, 23)),
        ("Nov 23, 2021", date(2021, 11, 23)),
        ("Sept. 5, 2020 10:00 AM", date(2020, 9, 5)),
        ("31 Feb 2020 00:00:00 GMT", None),
        ("3 Abc 2020", None),
        ("yesterday", None),
    ],
)
def test_the_date_is_in_the_publishers_time_zone(written: str, day: date | None) -> None:
    assert item(f"<pubDate>{written}</pubDate>").published_on == day


@pytest.mark.parametrize(
    ("written", "title"),
    [
        ("<![CDATA[AI < us & them > all]]>", "AI < us & them > all"),
        ("<![CDATA[AI&#8217;s future &amp; us]]>", "AI’s future & us"),
        ("<![CDATA[A <b>bold</b> title]]>", "A bold title"),
        ("C++ &lt;vector&gt; and x &lt;3 y", "C++ <vector> and x <3 y"),
        ("R&amp;D &lt;i&gt;now&lt;/i&gt;", "R&D now"),
    ],
)
def test_a_title_is_reduced_to_its_text(written: str, title: str) -> None:
    assert item("", title=written).title == title


@pytest.mark.parametrize(
    ("attributes", "kind"),
    [
        ('url="https://a.example/s.vtt"', "text/vtt"),
        ('url="https://a.example/s.srt?x=1" type="application/octet-stream"',
         "application/x-subrip"),
        ('url="https://a.example/s" type="text/vtt; charset=utf-8"', "text/vtt"),
        ('url="https://a.example/s" type="application/subrip"', "application/subrip"),
        ('url="https://a.example/s.ttml"', "application/ttml+xml"),
        ('url="https://a.example/s.pdf"', ""),
        ('url="javascript:alert(1)" type="text/vtt"', ""),
    ],
)  # fmt: skip
def test_a_missing_media_type_is_guessed_from_the_extension(attributes: str, kind: str) -> None:
    assert item(f"<podcast:transcript {attributes}/>").transcript_type == kind


def test_the_itunes_title_replaces_a_missing_title() -> None:
    space = 'xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"'

    assert item("<itunes:title>Two</itunes:title>", title="One", more=space).title == "One"
    alone = "<channel><item><itunes:title>Two</itunes:title></item></channel>"
    feed = f'<rss version="2.0" {space}>{alone}</rss>'
    assert read_feed(feed.encode(), "https://a.example/feed")[0].title == "Two"


def test_a_transcript_in_the_language_of_the_feed_comes_first() -> None:
    both = (
        '<podcast:transcript url="https://a.example/es.json" type="application/json" '
        'language="es"/><podcast:transcript url="https://a.example/en.vtt" type="text/vtt" '
        'language="en-GB"/>'
    )

    assert item(both, language="<language>en</language>").transcript_url.endswith("en.vtt")
    assert item(both).transcript_url.endswith("es.json")


def test_an_enclosure_type_is_guessed_from_the_extension() -> None:
    audio = item('<enclosure url="https://a.example/1.mp3?x=1"/>').audio_url
    other = item('<enclosure url="https://a.example/1.mp4"/>').audio_url

    assert (audio, other) == ("https://a.example/1.mp3?x=1", "")


def test_leading_blank_lines_and_a_default_namespace_are_accepted() -> None:
    space = 'xmlns="http://backend.userland.com/rss2"'

    assert item("", before='\n <?xml version="1.0"?>').title == "One"
    assert item("<pubDate>2 Feb 2020</pubDate>", more=space).published_on == date(2020, 2, 2)


@pytest.mark.parametrize(
    ("name", "kind", "data", "format_name"),
    [
        ("7", "application/json", '[{"text": "hey", "start": 0.5}]', "json-rows"),
        ("t.aspx", "text/plain", "Anna Vale: It may help.", "text"),
        ("13.html", "text/plain", "Anna Vale: It may help.", "text"),
        ("9", "text/plain", "<cite>Anna:</cite><time>0:00</time><p>It may.</p>", "html"),
        ("x.txt", "text/vtt", "WEBVTT\n\n00:01.000 --> 00:02.000\nIt may help.", "webvtt"),
    ],
)
def test_the_format_is_detected_from_the_content_not_the_url(
    name: str, kind: str, data: str, format_name: str
) -> None:
    assert read_transcript(data.encode(), _readable_name(name, kind)).format == format_name
