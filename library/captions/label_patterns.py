"""Regular expressions for labels and times at the beginning of a line."""

import re

from library.captions.clock import BRACKETED, CLOCK, SPOKEN, TIME
from library.captions.names import NAME

TIME_FIRST = re.compile(rf"@?(?P<time>{TIME})(?P<gap>\s*(?:[-–—|:,/]{{1,2}}(?:\s+|$))?)")
_BETWEEN = r"(?:\s*(?P<mark>[|·•@/])\s*|\s*,\s*|\s+(?:[-–—]\s+|at\s+)?|\s*[-–—]\s*)"
_SECONDS = r"[\[(]\s?\d{1,5}s\s?[\])]"
COLON = re.compile(
    rf"(?P<name>{NAME})\s*(?P<t1>{BRACKETED}|{_SECONDS})?\s*(?:：|:(?=[\s\[(<\"“‘'A-ZÀ-Þ]|$))\s*"
    rf"(?P<t2>{TIME}(?=[\s:]|$)|{BRACKETED})?:?\s*"
)
CHAT = re.compile(rf"From\s+(?P<name>{NAME})\s+[tT]o\s+[^:\n]{{1,60}}:\s*")
BRACKET = re.compile(
    rf"[\[(<{{](?P<name>[^\[\]()<>{{}}\n:]{{1,60}}?)(?:[\s,|-]+(?P<t1>{CLOCK}))?[\])>}}]"
    rf"\s*(?P<colon>:?)\s*(?P<t2>{TIME}(?=[\s:]|$)|{BRACKETED})?:?\s*"
)
NAME_TIME = re.compile(
    rf"(?P<name>{NAME}){_BETWEEN}"
    rf"(?:(?P<t1>{BRACKETED})\s*[-–:]?\s*|(?P<t2>{TIME})\s*(?P<colon>:?)\s*(?:$|(?=\S)))"
)
NAME_SPOKEN = re.compile(rf"(?P<name>{NAME})\s+(?P<t1>(?=\d){SPOKEN})\s*$")
BOLD = re.compile(rf"(?:\*\*|__)(?P<name>{NAME})(?:\*\*|__)\s+(?=\S)")
TAB = re.compile(rf"(?P<name>{NAME})\t+\s*(?=\S)")
DASH = re.compile(rf"(?P<name>{NAME})(?:\s+[–—-]|\s*>|\s*\|)\s+(?=\S)")
_TITLES = (
    r"Mr|Mrs|Ms|Mx|Miss|Dr|Prof|Sen|Rep|Rev|Gov|Gen|Adm|Hon|Lt|Col|Maj|Sgt|Senator|"
    r"Representative|Congressman|Congresswoman|(?:Vice )?Chair(?:man|woman|person)?|"
    r"Ranking Member|Ambassador|General|Admiral|Secretary|Lieutenant(?: Colonel)?|Major|Sergeant|"
    r"Judge|Justice|Governor|Professor|Commissioner|Director|Delegate|Captain|Colonel|Sheriff|"
    r"Mayor|Chief|Attorney General|Administrator|Reverend|Father|Sister"
)
_WORD = r"[A-ZÀ-Þ][\w'’-]{1,30}"
TITLE = re.compile(
    rf"(?P<name>(?:(?:The|Madam|Mr\.) (?:Chair(?:man|woman|person)?|CHAIR(?:MAN|WOMAN)?|Clerk|"
    rf"Speaker|SPEAKER|President|PRESIDENT|Presiding Officer|PRESIDING OFFICER|CLERK|Reporter|"
    rf"Witness|Secretary|Court|Foreman))"
    rf"|(?:{_TITLES})\.? (?:[A-Z]\. ){{0,2}}(?:St\. |(?:de|van|von|der|la|al|el) ){{0,2}}"
    rf"{_WORD}(?: (?:[A-Z]\.|{_WORD})){{0,2}}"
    rf"(?: of (?:[A-Z][a-z]+ ?){{1,2}})?)(?: pro tempore)?"
    rf"(?: [\[([A-Za-z ]{{1,30}}[\])])?\.(?:\s+|$)"
)
ARROWS = re.compile(r"\s*>{2,3}\s*")
BULLET = re.compile(r"(?:[-–—+•‐]|\d{1,3}[.)])\s+(?=[^\W\d])")
