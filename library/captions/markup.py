"""Remove markup from captions and text."""

import html
import re

from library.captions.account import Account

_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});")
_BREAK = re.compile(r"<[bB][rR]\s{0,3}/?>|\[br\]|\\[Nh]|\\n(?![a-z])")
_TAG_NAMES = (
    "v|c|i|b|u|s|em|strong|ruby|rt|lang|font|span|mark|small|big|sub|sup|p|div|tt|a|q|cite|code|"
    "del|ins|strike|center|abbr|time"
)
_TAG = re.compile(
    rf"</?(?:{_TAG_NAMES})(?:[.\s][^<>]{{0,300}})?/?>"
    r"|<\d{1,4}:\d{2}(?::\d{2})?[.,]\d{1,6}>|\{\\[^{}\n]{0,200}\}",
    re.I,
)
_PAIRED = re.compile(
    r"<(/?)(i|b|u|s|em|strong|span|mark|small|sub|sup|font|a|q|cite|p|div|del|ins)"
    r"(?:\s[^<>\n]{0,300})?>",
    re.I,
)
_SOUNDS = (
    "blank_audio|blank audio|music|music playing|music plays|upbeat music|theme music|intro music|"
    "outro music|dramatic music|soft music|gentle music|applause|laughter|laughs|laughing|laugh|"
    "chuckles|chuckle|chuckling|cheering|cheers|cheers and applause|applause and cheers|"
    "laughter and applause|coughs|coughing|cough|sighs|sigh|gasps|sniffs|clears throat|silence|"
    "pause|no audio|no speech|noise|background noise|crosstalk|ding|bell rings|sound|static|"
    "soundbite|ambient noise|typing|beep|whistles|whistling|clapping|audience laughs|"
    "audience applauds|audience laughing|audience applauding|foreign music|singing"
)
SOUND_WORDS = frozenset(re.findall(r"\w+", _SOUNDS)) - frozenset(
    ("and", "audience", "background", "bell", "clear", "clears", "foreign", "intro", "outro", "no",
     "plays", "rings", "soft", "sound", "theme")
)  # fmt: skip
"""Words that mark text in brackets as the description of a sound rather than a speaker."""
SOUND = re.compile(rf"[\[(]\s?(?:{_SOUNDS})\s?[\])]", re.I)
_NOTES = re.compile(r"[\[(]\s?[♪♫♬♩]+\s?[\])]|[♪♫♬♩]+")


def unescape(text: str, account: Account) -> str:
    """Decode character references in `text`; a second pass handles `&amp;#39;`."""
    if "&" not in text:
        return text

    def replace(match: re.Match[str]) -> str:
        character = html.unescape(match.group())
        if character != match.group():
            account.markup.append(match.group())
            account.gained.append(character)
        return character

    for _ in range(2):
        text, count = _ENTITY.subn(replace, text)
        account.repairs["character references decoded"] += count
    return text


def without_tags(text: str, account: Account) -> str:
    """Remove tags from a caption; `<br>` and similar tags become line breaks."""
    if "<" in text or "{" in text or "\\" in text or "[" in text:
        text = _removed(_BREAK, text, account, "\n")
        text = _removed(_TAG, text, account, "")
    return text


def without_breaks(text: str, account: Account) -> str:
    """Replace every `<br>` with a space."""
    return re.sub(r"<br\s{0,3}/?>", lambda match: _note(match, account, " "), text, flags=re.I)


def without_paired_tags(text: str, account: Account) -> str:
    """Remove inline tags of each kind that has as many opening as closing tags in `text`."""
    if "</" not in text:
        return text
    balance: dict[str, int] = {}
    for match in _PAIRED.finditer(text):
        name = match.group(2).lower()
        balance[name] = balance.get(name, 0) + (-1 if match.group(1) else 1)

    def replace(match: re.Match[str]) -> str:
        whole = balance[match.group(2).lower()] == 0
        return _note(match, account, "") if whole else match.group()

    return _PAIRED.sub(replace, text)


def without_sounds(text: str, account: Account) -> str:
    """Remove descriptions of sounds, such as `[Music]`, `(Laughter)` and `♪`."""
    if "[" in text or "(" in text:
        sounds = SOUND.findall(text)
        if sounds:
            for sound in sounds:
                account.leave_out("sound descriptions", sound)
            account.repairs["sound descriptions removed"] += len(sounds)
            text = SOUND.sub(" ", text)
    if "♪" in text or "♫" in text:
        text, count = _NOTES.subn(" ", text)
        account.repairs["sound descriptions removed"] += count
    return text


def _removed(pattern: re.Pattern[str], text: str, account: Account, by: str) -> str:
    removed = [match.group() for match in pattern.finditer(text)]
    if not removed:
        return text
    account.markup += removed
    return pattern.sub(by, text)


def _note(match: re.Match[str], account: Account, by: str) -> str:
    account.markup.append(match.group())
    return by
