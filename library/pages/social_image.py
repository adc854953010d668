"""Social images (PNG) that show the strip and the position in link previews."""

import re
from dataclasses import dataclass
from functools import cache
from io import BytesIO

from django.conf import settings
from PIL import Image, ImageDraw, ImageFont

from library import charts
from library.text.control_characters import on_one_line
from library.text.number_formats import signed
from scoring.core.spectrum import BAND_EDGE

WIDTH, HEIGHT, MARGIN = 1200, 630, 80
STRIP_TOP, STRIP_HEIGHT = 440, 56
MAX_LINES = 4
GROUND, INK, SOFT, EDGE = "#f7f5f0", "#15202b", "#4b5864", "#56656f"
_TONE = re.compile(r"--(tone-\d+): light-dark\((#[0-9a-f]{6})")
_FACES = {"title": "source-serif-4.woff2", "words": "public-sans.woff2"}
_WEIGHTS = {"title": 650, "words": 500}


@dataclass(frozen=True, slots=True)
class ImageContent:
    """The texts and the position on an image; `position` is None if the episode has none."""

    title: str
    above: str
    position: float | None = None
    below: str = ""


def draw_image(content: ImageContent) -> bytes:
    """Return a PNG of 1200 by 630 pixels. The same content always produces the same bytes."""
    image = Image.new("RGB", (WIDTH, HEIGHT), GROUND)
    pen = ImageDraw.Draw(image)
    pen.text((MARGIN, 64), _fitting(content.above, 30), font=_font("words", 30), fill=SOFT)
    for size in (72, 60, 50, 42):
        lines = wrap(content.title, size)
        if len(lines) * size * 1.2 <= STRIP_TOP - 130 - 90 or size == 42:
            break
    for number, line in enumerate(lines):
        top_left = (MARGIN, 124 + number * size * 1.2)
        pen.text(top_left, line, font=_font("title", size), fill=INK)
    _strip(pen, content.position)
    pen.text((MARGIN, 548), _fitting(content.below, 32), font=_font("words", 32), fill=INK)
    name = on_one_line(settings.SITE_NAME)
    pen.text((WIDTH - MARGIN, 548), name, font=_font("title", 34), fill=INK, anchor="ra")
    file = BytesIO()
    image.quantize(128).save(file, "PNG")
    return file.getvalue()


def wrap(title: str, size: int) -> list[str]:
    """Split `title` into up to four lines that fit the image, shortening it if necessary."""
    font = _font("title", size)
    lines = [""]
    for word in on_one_line(title).split():
        longer = f"{lines[-1]} {word}".strip()
        if font.getlength(longer) <= WIDTH - 2 * MARGIN or not lines[-1]:
            lines[-1] = longer
        else:
            lines.append(word)
    shown = [_fitting(line, size, "title") for line in lines[:MAX_LINES]]
    if len(lines) > MAX_LINES:
        shown[-1] = _fitting(f"{shown[-1]} …", size, "title")
    return shown


def _fitting(text: str, size: int, face: str = "words") -> str:
    """Return `text`, shortened to fit the width of the image.

    On every line except the title, space is reserved for the name of the site.
    """
    font, text = _font(face, size), on_one_line(text)
    room = WIDTH - 2 * MARGIN - (0 if face == "title" else 260)
    while font.getlength(text) > room:
        text = text.rstrip("…")[:-1].rstrip() + "…"
    return text


def _strip(pen: ImageDraw.ImageDraw, position: float | None) -> None:
    scale = (WIDTH - 2 * MARGIN) / 100
    bottom = STRIP_TOP + STRIP_HEIGHT
    for step in charts.scale_steps():
        left, right = MARGIN + step.x * scale, MARGIN + (step.x + step.width) * scale
        pen.rectangle((left, STRIP_TOP, right, bottom), fill=_tones()[step.tone])
    pen.rectangle((MARGIN, STRIP_TOP, WIDTH - MARGIN, bottom), outline=EDGE, width=2)
    for edge in (0.5 - BAND_EDGE, BAND_EDGE - 0.5):
        x = MARGIN + charts.along(edge) * scale
        pen.line((x, STRIP_TOP - 10, x, bottom + 10), fill=EDGE, width=2)
    if position is None:
        return
    x = MARGIN + charts.along(position) * scale
    pen.rounded_rectangle(
        (x - 9, STRIP_TOP - 20, x + 9, bottom + 20), radius=6, fill=INK, outline=GROUND, width=3
    )
    label = _font("words", 40)
    half = label.getlength(signed(position)) / 2
    centre = min(max(x, MARGIN + half), WIDTH - MARGIN - half)
    pen.text((centre, STRIP_TOP - 26), signed(position), font=label, fill=INK, anchor="md")


@cache
def _tones() -> dict[str, str]:
    """Return the colours of the spectrum in the light theme, read from the style sheet."""
    sheet = (settings.BASE_DIR / "static" / "css" / "tokens.css").read_text()
    white = {f"tone-{step}": "#ffffff" for step in range(21)}
    return white | dict(_TONE.findall(sheet))


@cache
def _font(face: str, size: int) -> ImageFont.FreeTypeFont:
    font = ImageFont.truetype(settings.BASE_DIR / "static" / "fonts" / _FACES[face], size)
    font.set_variation_by_axes([_WEIGHTS[face]])
    return font
