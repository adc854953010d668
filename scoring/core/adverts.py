"""Find the segments that are mostly advertising."""

from collections.abc import Collection, Sequence

from scoring.core.slicing import TimedText

ADVERT_SHARE = 0.5
"""A segment is advertising if adverts make up more than this share of its words."""


def advert_segments(
    cues: Sequence[TimedText], begins: Sequence[tuple[int, int]], adverts: Collection[str]
) -> list[int]:
    """Return the numbers (from 1) of the segments that consist mostly of adverts.

    `adverts` contains the speaker names that mark cues as adverts. `begins` contains the start of
    each segment as a pair (cue, word in the cue), both counted from 0.
    """
    lengths = [len(cue.text.split()) for cue in cues]
    segments: list[int] = []
    for index, (cue, word) in enumerate(begins):
        end = begins[index + 1] if index + 1 < len(begins) else (len(cues), 0)
        words = advert_words = 0
        for number in range(cue, min(end[0] + 1, len(cues))):
            first = word if number == cue else 0
            last = end[1] if number == end[0] else lengths[number]
            words += last - first
            advert_words += last - first if cues[number].speaker in adverts else 0
        if advert_words > ADVERT_SHARE * words:
            segments.append(index + 1)
    return segments
