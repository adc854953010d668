"""Find labels that occur only once, by comparing them with the recurring labels."""

from collections.abc import Sequence

from library.captions.label_evidence import Evidence, Use, initials
from library.captions.names import shape

TITLE_WORDS = 12
"""Near the top of a file, the text after a name is treated as speech only if it has at least this
many words or ends like a sentence."""
UPPER = frozenset(("upper1", "upper2"))


def labels_once(evidence: Evidence, recurring: set[str]) -> set[tuple[str, str]]:
    """Return the form and name of each label that occurs only once.

    `recurring` holds the recurring names. A label is accepted if its name is similar to one of
    them. If a file has no recurring names, the rules of `_only_once` apply.
    """
    shapes = {shape(name) for name in recurring}
    if shapes & UPPER:
        shapes |= UPPER
    words = {word for name in recurring for word in _words_of(name)}
    recurring_initials = {initials(name) for name in recurring}
    are_letters = any(len(name) == 1 and name.isupper() for name in recurring)
    uses = [use for use in evidence.uses.values() if use.label.form in ("colon", "bracket")]
    labelled = [use for use in uses if use.label.name in recurring]
    accepted: set[tuple[str, str]] = set()
    first = min((use.index for use in labelled), default=len(evidence.lines))
    are_listed = any(use.is_listed for use in labelled)
    are_small = any(_begins_small(evidence, use) for use in labelled)
    for use in uses:
        name, kind = use.label.name, shape(use.label.name)
        if name in recurring or use.label.form == "bracket":
            continue
        fits = kind == "role" or kind in shapes or bool(words & set(_words_of(name)))
        fits = fits or initials(name) in recurring or name in recurring_initials
        fits = fits or (are_letters and len(name) == 1 and name.isupper())
        begins_small = _begins_small(evidence, use)
        if (
            recurring
            and fits
            and (kind == "role" or not begins_small or are_small)
            and use.is_listed <= are_listed
            and _is_turn(evidence, use, use.index < first)
        ):
            accepted.add((use.label.form, name))
    return accepted | (_only_once(evidence, uses) if not recurring else set())


def _only_once(evidence: Evidence, uses: Sequence[Use]) -> set[tuple[str, str]]:
    """Return the labels of a file without recurring names.

    Labels are accepted if several are bold, follow arrows or have a time, if several are roles,
    or if nearly every line has a label.
    """
    colons = [use for use in uses if use.label.form == "colon"]
    marked = [use for use in colons if use.is_marked]
    timed = [use for use in colons if use.is_timed]
    if len(timed) > 1 or (len(marked) > 1 and (timed or _are_names(marked))):
        return {("colon", use.label.name) for use in (*marked, *timed)}
    roles = [use for use in colons if shape(use.label.name) == "role"]
    if len(roles) > 1:
        return {("colon", use.label.name) for use in roles}
    is_all = len(colons) >= 0.9 * len(evidence.lines) and _are_names(colons)
    if is_all and all(_is_turn(evidence, use, is_head=True) for use in colons):
        return {("colon", use.label.name) for use in colons}
    return set()


def _are_names(uses: Sequence[Use]) -> bool:
    kinds = {shape(use.label.name) for use in uses}
    return kinds <= {"title2", "upper2", "role", "uncased1"}


def _begins_small(evidence: Evidence, use: Use) -> bool:
    """Return whether a lower-case letter follows the name, as after a colon in prose."""
    return evidence.lines[use.index].text[use.label.end :].lstrip()[:1].islower()


def _is_turn(evidence: Evidence, use: Use, is_head: bool) -> bool:
    """Return whether the text after a name can be speech, rather than the value of a header."""
    rest = evidence.lines[use.index].text[use.label.end :].strip()
    if not rest:
        return evidence.is_words(use.index + 1 + (use.index + 1 in evidence.time_lines))
    if not is_head:
        return not (shape(rest).endswith("2") and shape(use.label.name) == "role")
    return rest[-1] in ".!?…\"”’'。！？" or len(rest.split()) >= TITLE_WORDS


def _words_of(name: str) -> list[str]:
    return [word for word in name.replace(",", " ").lower().split() if len(word.strip(".")) > 2]
