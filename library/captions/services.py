"""Read JSON from transcription services such as AssemblyAI, AWS, Deepgram, Google and Rev."""

from collections.abc import Callable, Iterator
from typing import Any

from library.captions.cue import Cue, TranscriptError
from library.captions.rows import cues_of, first, scaled, speaker_of, time_of
from library.captions.words import Word, cues_of_words

Value = dict[str, Any]


def _objects(value: Any) -> list[Value]:
    return [row for row in value if isinstance(row, dict)] if isinstance(value, list) else []


def _within(value: Any, *keys: str) -> Any:
    for key in keys:
        value = value.get(key) if isinstance(value, dict) else None
    return value


def words_of(
    rows: Any, *, text: tuple[str, ...] = ("punctuatedword", "text", "word")
) -> Iterator[Word]:
    for number, row in enumerate(_objects(rows), start=1):
        word = first(row, text)[1]
        if not isinstance(word, str):
            raise TranscriptError("the text of a word is not a string", cue=number)
        yield Word(
            word,
            time_of(first(row, ("start", "starttime", "startoffset"))[1], "start", number),
            time_of(first(row, ("end", "endtime", "endoffset"))[1], "end", number),
            speaker_of(
                first(row, ("speaker", "speakerlabel", "speakertag", "speakerid"))[1], number
            ),
            row.get("type") in ("punctuation", "punct", "spacing"),
        )


def _is_assembly(value: Value) -> bool:
    rows = _objects(value.get("utterances")) or _objects(value.get("words"))
    return bool(rows) and isinstance(rows[0].get("text"), str) and (
        "audio_url" in value or "acoustic_model" in value or "language_model" in value
        or "audio_duration" in value or isinstance(rows[0].get("start"), int)
    )  # fmt: skip


def _assembly(value: Value) -> list[Cue]:
    """Return the cues of AssemblyAI's utterances or words, whose times are in milliseconds."""
    if _objects(value.get("utterances")):
        cues = cues_of(value["utterances"], unit=0.001)
    else:
        cues = cues_of_words(_scaled_words(words_of(value["words"])))
    return [Cue(cue.text, cue.start, cue.end, _letter(cue.speaker)) for cue in cues]


def _scaled_words(words: Iterator[Word]) -> Iterator[Word]:
    for word in words:
        start = None if word.start is None else word.start / 1000
        end = None if word.end is None else word.end / 1000
        yield Word(word.text, start, end, word.speaker)


def _letter(speaker: str) -> str:
    return f"Speaker {speaker}" if len(speaker) == 1 else speaker


def _deepgram(value: Value) -> list[Cue]:
    """Return the cues of Deepgram's utterances or, if there are none, of each channel's words."""
    results = value["results"]
    if _objects(results.get("utterances")):
        return cues_of(results["utterances"], unit=1.0)
    cues: list[Cue] = []
    for channel in _objects(results.get("channels")):
        for best in _objects(channel.get("alternatives"))[:1]:
            words = _objects(best.get("words"))
            transcript = best.get("transcript")
            cues += (
                cues_of_words(words_of(words))
                if words
                else [Cue(transcript if isinstance(transcript, str) else "")]
            )
    return cues


def _is_aws(value: Value) -> bool:
    results = value.get("results")
    return isinstance(results, dict) and (
        bool(_objects(results.get("items"))) or bool(_objects(results.get("transcripts")))
    )


def _aws(value: Value) -> list[Cue]:
    """Return the cues of AWS Transcribe's items, looking up speakers by start time."""
    results = value["results"]
    speakers: dict[str, str] = {}
    for segment in _objects(_within(results, "speaker_labels", "segments")):
        for item in (segment, *_objects(segment.get("items"))):
            label = item.get("speaker_label")
            if isinstance(label, str):
                speakers.setdefault(str(item.get("start_time")), label)
    items = _objects(results.get("items"))
    if not items:
        return cues_of(_objects(results.get("audio_segments")) or results["transcripts"])
    return cues_of_words(_aws_words(items, speakers))


def _aws_words(items: list[Value], speakers: dict[str, str]) -> Iterator[Word]:
    speaker = ""
    for number, item in enumerate(items, start=1):
        best = _objects(item.get("alternatives"))[:1]
        content = best[0].get("content") if best else ""
        if not isinstance(content, str):
            raise TranscriptError("'content' is not a string", cue=number)
        own = item.get("speaker_label") or speakers.get(str(item.get("start_time")))
        is_mark = item.get("type") == "punctuation"
        # Punctuation has no time, so it belongs to the speaker before it.
        speaker = own if isinstance(own, str) else speaker
        start = time_of(item.get("start_time"), "start_time", number)
        yield Word(
            content, start, time_of(item.get("end_time"), "end_time", number), speaker, is_mark
        )


def _is_google(value: Value) -> bool:
    rows = _objects(value.get("results"))
    return any(
        _objects(row.get("alternatives")) and "transcript" in row["alternatives"][0] for row in rows
    )


def _google(value: Value) -> list[Cue]:
    """Return the cues of Google Speech-to-Text.

    If speakers are tagged, the last result repeats all words, so the other results are ignored.
    """
    rows = _objects(value["results"])
    if "response" in value and isinstance(value["response"], dict):
        rows = _objects(value["response"].get("results")) or rows
    best = [_objects(row.get("alternatives"))[:1] for row in rows]
    last = _objects(best[-1][0].get("words")) if best and best[-1] else []
    if (last and not best[-1][0].get("transcript")) or (
        last and any("speakerTag" in w for w in last)
    ):
        return cues_of_words(words_of(last))
    cues: list[Cue] = []
    begin: float | None = 0.0
    for number, (row, alternatives) in enumerate(zip(rows, best, strict=True), start=1):
        end = time_of(first(row, ("resultendtime", "resultendoffset"))[1], "resultEndTime", number)
        if not alternatives:
            continue
        words = _objects(alternatives[0].get("words"))
        transcript = alternatives[0].get("transcript", "")
        if words:
            cues += cues_of_words(words_of(words))
        elif isinstance(transcript, str) and transcript.strip():
            cues.append(Cue(transcript, begin if end is not None else None, end))
        begin = end if end is not None else begin
    return cues


def _rev(value: Value) -> list[Cue]:
    """Return the cues of Rev's monologues, whose elements include spaces and punctuation."""
    cues = []
    names = {row.get("id"): row.get("name") for row in _objects(value.get("speakers"))
             if isinstance(row.get("id"), int | str)}  # fmt: skip
    for number, turn in enumerate(_objects(value["monologues"]), start=1):
        elements = _objects(turn.get("elements"))
        times = [
            time_of(first(element, keys)[1], keys[0], number)
            for element in elements
            for keys in (("ts", "timestamp"), ("endts", "endtimestamp"))
        ]
        valid_times = [time for time in times if time is not None]
        text = "".join(str(element.get("value", "")) for element in elements)
        own = first(turn, ("speakername", "speakerinfo", "speaker"))[1]
        name = names.get(own) if isinstance(own, int | str) else None
        speaker = speaker_of(name or own, number)
        start, end = (valid_times[0], valid_times[-1]) if valid_times else (None, None)
        cues.append(Cue(text, start, end, speaker))
    return cues


def _is_speechmatics(value: Value) -> bool:
    rows = _objects(value.get("results"))
    return bool(rows) and "alternatives" in rows[0] and "start_time" in rows[0]


def _speechmatics(value: Value) -> list[Cue]:
    words = []
    for number, row in enumerate(_objects(value["results"]), start=1):
        best = (_objects(row.get("alternatives")) or [{}])[0]
        words.append(
            Word(
                str(best.get("content", "")),
                time_of(row.get("start_time"), "start_time", number),
                time_of(row.get("end_time"), "end_time", number),
                speaker_of(best.get("speaker"), number),
                row.get("type") == "punctuation",
            )
        )
    return cues_of_words(words)


def _azure(value: Value) -> list[Cue]:
    """Return the cues of Azure Speech's phrases, whose times are in units of 100 nanoseconds."""
    cues = []
    for number, row in enumerate(_objects(value["recognizedPhrases"]), start=1):
        best = (_objects(row.get("nBest")) or [{}])[0]
        start = time_of(row.get("offsetInTicks"), "offsetInTicks", number)
        length = time_of(row.get("durationInTicks"), "durationInTicks", number)
        end = start + (length or 0.0) if start is not None else None
        text = first(best, ("display", "lexical"))[1]
        cues.append(Cue(str(text or ""), start, end, speaker_of(row.get("speaker"), number)))
    return scaled(cues, 1e-7)


def _is_spaced(value: Value) -> bool:
    """Return whether `value` is from ElevenLabs, which also lists the spaces between words."""
    rows = _objects(value.get("words"))
    return (
        bool(rows)
        and isinstance(value.get("language_code"), str)
        and ("text" in rows[0] and rows[0].get("type") in ("word", "spacing", "audio_event"))
    )


def _spaced(value: Value) -> list[Cue]:
    return cues_of_words(word for word in words_of(value["words"]) if word.text.strip())


SERVICES: dict[str, tuple[Callable[[Value], bool], Callable[[Value], list[Cue]]]] = {
    "elevenlabs": (_is_spaced, _spaced),
    "assemblyai": (_is_assembly, _assembly),
    "deepgram": (
        lambda value: (
            bool(_objects(_within(value, "results", "channels")))
            or bool(_objects(_within(value, "results", "utterances")))
        ),
        _deepgram,
    ),
    "aws-transcribe": (_is_aws, _aws),
    "speechmatics": (_is_speechmatics, _speechmatics),
    "google-speech": (_is_google, _google),
    "rev": (lambda value: bool(_objects(value.get("monologues"))), _rev),
    "azure-speech": (lambda value: bool(_objects(value.get("recognizedPhrases"))), _azure),
}
