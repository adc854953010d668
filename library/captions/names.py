"""Decide whether a piece of text can be the name of a speaker."""

import re
from functools import lru_cache

_SMALL = frozenset(
    re.findall(
        r"\S+",
        """
    al and bin da de del della den der di do dos du e el ibn la le of the van von y zu
    """,
    )
)
"""Words that are not capitalised in names."""
_ORDINARY = frozenset(
    re.findall(
        r"\S+",
        """
    a about abstract acknowledgement acknowledgements action actually add additionally
    advice after again agenda agreed album alert also alternatively although always an and
    another answers anyway appendix article as aside assumption assumptions attendees
    attention audio author authors background basically because before benefit benefits
    biography bonus bottom but buy categories category caution caveat certainly challenge
    challenges chapter chapters cheap claim clearly comment comments con conclusion
    conclusions cons consequence contact contents context copyright correction correctly
    cost credits danger data date day days definition description detail details difference
    disclaimer discussion duration each easy editor's effect either email end english
    episode episodes equally essentially even evidence exactly example examples exhibit fact
    facts false figure finally first five follow following footnote for forecast format four
    from further furthermore gain gains general generally goal goals good guests hard header
    heading headline hello hence hint hosts how however hypothesis i'd i'll i'm i've idea if
    illustration image imagine important in incidentally indeed insight instead intro
    introduction is isbn issue issues it it's item items just key keywords kind language
    last later length lesson lessons let's licence license like link links list listen
    location look lyrics main maybe meaning means meanwhile mechanism method minute minutes
    mission mistake moral more moreover motivation music myth name namely names naturally
    need never new news next no nonetheless nor not note notes now number object objection
    obviously okay on once one option or other otherwise our outcome outline outro overview
    page paradox paragraph part participants perhaps period phase photo picture please plus
    podcast point points possibly premise price principle principles pro problem problems
    producer producers program project promise proof pros ps published purpose question
    questions quotation quote quotes rather reading reality really reason reasons recap
    recommendation recorded recording reference references regarding related release remark
    remember reminder result results risk risks rule rules runtime safety scenario scene
    score season second secondly section see series seven shortly show similarly simple
    simply since six so solution solutions some something sometimes soon source sources
    speakers special specifically speed sponsor sponsors stage standing statement statistics
    step steps still strategy strength subject subscribe subtitle subtitles such suddenly
    suggestion summary suppose surely table tags takeaway takeaways task technology test
    text thank thanks that that's the then theorem theory there there's therefore these they
    thing things think third this those though thought thread three thus time timeline times
    timestamp timestamps tip tips title today tomorrow tonight topic topics total track
    transcribed transcript transcription translation true truly truth two type ultimately
    under unfortunately until update updates url usually verdict version video vision wait
    warning watch we weakness website week weeks welcome well what what's when where whereas
    whether which while who whose why with wonder worse year years yes yesterday yet you
    your monday tuesday wednesday thursday friday saturday sunday january february september
    october november december
    """,
    )
)
"""Words that precede a colon in prose and file headers, and rarely occur in names."""
_ROLE = re.compile(
    r"(?:unknown |unidentified |male |female |first |second |third |new |other |"
    r"event |tv |radio )*"
    r"(?:speaker|spk|voice(?:over)?|participant|person|caller|student|man|woman|boy|girl|male|"
    r"female|interviewer|interviewee|host|co-?host|guest|moderator|narrator|announcer|audience|"
    r"audience member|reporter|presenter|questioner|panell?ist|operator|translator|interpreter|"
    r"chair|chairman|chairwoman|chairperson|question|answer|unknown|both|all|everyone|crowd|"
    r"commentator|professor|teacher|doctor|judge|clerk|user|assistant|respondent|facilitator|"
    r"computer|robot|client|therapist|q|a|s|i|r|p|spkr|lecturer|int|res|mod|witness|counsel|president|senator)"
    r"(?:[ _#.-]{0,2}\d{1,3}|[ _#.-]{1,2}(?:[a-z]|one|two|three))?",
    re.I,
)
_PLACED = re.compile(r"(.{1,30}) (?:in|from|at) (?:the )?[\w-]{1,20}")
"""Pattern for a role with a place, such as `Man in the audience` or `Woman from Ohio`."""
_OF_COURT = frozenset(("court", "defendant", "plaintiff", "juror", "bailiff", "foreperson"))
_SURNAMES = frozenset(("day", "page", "price", "good", "weeks"))
"""Ordinary words that are also surnames."""
_PEOPLE = frozenset(("announcer", "narrator", "host", "moderator", "interviewer", "audience"))
_NOT_IN_NAMES = re.compile("[?!;。，、？！；]")
_MAX_WORDS = 6
_MAX_LETTERS_UNSPACED = 12
"""Maximum number of characters per word of a name in a script without capitals."""

NAME = (
    r"[@#]?[^\W_](?:[^:：\[\]<>|{}\t\n()\"“”?!;*=]{0,59}?)"
    r"(?:[ ]?[(\[][^()\[\]\d:]{0,40}[)\]]"
    r"|[ ]?[\"“][^\"“”:\n]{1,20}[\"”][^:：\[\]<>|{}\t\n()\"“”?!;*=]{1,30}?)?"
)


@lru_cache(maxsize=4096)
def shape(name: str) -> str:
    """Return the kind of a name, or '' if the text cannot be a name.

    The kinds are `role` (Speaker 1, SPEAKER_00, Q, Host), `upper`, `title`, `lower`, `uncased` and
    `handle`. All except `role` end with `1` for a single word or `2` for several words.
    """
    bare = re.sub(r"\([^()]*\)|\[[^\[\]]*\]", "", name).strip()
    if not bare or len(bare) > 60 or _NOT_IN_NAMES.search(bare) or not re.search(r"[^\W\d_]", bare):
        return ""
    if _ROLE.fullmatch(bare) or re.fullmatch(r"[A-Za-z]{1,12}_\d{1,4}", bare):
        return "role"
    if (role := _PLACED.fullmatch(bare)) and _ROLE.fullmatch(role.group(1)):
        return "role"
    words = bare.replace("/", " ").replace(",", " ").split()
    long = sum(word.lower() not in _SMALL for word in words)
    if long > (_MAX_WORDS + 2 if "," in bare else _MAX_WORDS) or len(words) > 2 * _MAX_WORDS:
        return ""
    may_be_surname = len(words) > 1 and words[-1].lower() in _SURNAMES
    checked = words[:-1] if may_be_surname else words
    if len(words) > 2 and words[0].lower() not in _ORDINARY:
        checked = [word for word in checked if word != "the"]  # As in Chance the Rapper.
    if any(word.strip("@.,").lower() in _ORDINARY for word in checked):
        return _with_role(words)
    return _case_of(bare, words)


def _with_role(words: list[str]) -> str:
    """Return the kind of a name such as `The Chairman` or `Announcer / Intro`; '' for prose."""
    if words[0].lower() == "the" and len(words) == 2 and (
        _ROLE.fullmatch(words[1]) or words[1].lower() in _OF_COURT
    ):  # fmt: skip
        return "upper2" if words[1].isupper() else "title2" if words[1][0].isupper() else ""
    return "role" if words[0].lower() in _PEOPLE and words[0][0].isupper() else ""


def _case_of(bare: str, words: list[str]) -> str:
    count = "1" if len(words) == 1 else "2"
    letters = [letter for letter in bare if letter.isalpha()]
    if bare[0] in "@#":
        return f"handle{count}"
    if not any(letter.isupper() or letter.islower() for letter in letters):
        return f"uncased{count}" if len(bare) <= _MAX_LETTERS_UNSPACED * len(words) else ""
    if all(letter.isupper() for letter in letters if letter.isupper() or letter.islower()):
        return f"upper{count}"
    if all(_is_capitalised(word) for word in words):
        return f"title{count}"
    if all(letter.islower() for letter in letters) and len(words) <= 3:
        return f"lower{count}"
    return ""


def _is_capitalised(word: str) -> bool:
    bare = word.strip("'‘’\"“”.&-")
    if not bare or not bare[0].isalpha():
        return not bare or bare[0].isdigit() or bare[0] in "(@#+"
    return (
        bare[0].isupper()
        or not bare[0].islower()
        or bare.lower() in _SMALL
        or bool(re.match(r"[a-z]{1,3}['’-]?[A-ZÀ-Þ]", bare))
    )
