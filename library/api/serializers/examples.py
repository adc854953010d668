"""Example requests and responses for the OpenAPI schema; all content is fictional."""

SITE = "https://library.example"

EPISODE = {
    "slug": "who-checks-the-checkers",
    "title": "Who checks the checkers?",
    "show": "bench-notes",
    "shelf": "rules-and-institutions",
    "published_on": "2026-03-14",
    "position": -21.4,
    "band": "risk-forward",
    "lens": "governance",
    "confidence": "medium",
    "updated_at": "2026-03-15T09:30:00Z",
    "html_url": f"{SITE}/episodes/who-checks-the-checkers/",
}
CHANGE = {
    "kind": "renamed",
    "slug": EPISODE["slug"],
    "previous_slug": "who-checks-checkers",
    "at": EPISODE["updated_at"],
    "url": f"{SITE}/api/v1/episodes/who-checks-the-checkers/",
}
TEXT = "Nobody has a test for that. I am worried that we only notice it after the release."
SEGMENT = {
    "index": 37,
    "start": 2374.2,
    "end": 2431.8,
    "score": -34.5,
    "band": "risk-forward",
    "lens": "governance",
    "text": TEXT,
    "phrases": [{"text": "I am worried", "start": 28, "end": 40, "share": -30.25}],
    "rest": -4.25,
    "from_context": -3.5,
    "html_url": f"{SITE}/episodes/who-checks-the-checkers/transcript/#s37",
}
MOMENT = {
    "rank": 1,
    "episode": EPISODE["slug"],
    "title": EPISODE["title"],
    "show": EPISODE["show"],
    "published_on": EPISODE["published_on"],
    **{name: SEGMENT[name] for name in ("index", "start", "end", "score", "band", "lens", "text")},
    "highlights": [
        {"text": "Nobody has a ", "found": False},
        {"text": "test", "found": True},
        {"text": " for that.", "found": False},
    ],
    "html_url": SEGMENT["html_url"],
}
NEW_DRAFT = {
    "title": EPISODE["title"],
    "show": EPISODE["show"],
    "guests": ["Ada Guest"],
    "published_on": EPISODE["published_on"],
    "summary": "What a test must show before anyone relies on it.",
    "summary_by": "editor",
}
DRAFT = {
    "slug": EPISODE["slug"],
    "shelf": EPISODE["shelf"],
    "tags": ["testing"],
    "why_it_matters": "",
    "why_it_matters_by": "editor",
    "editor_note": "",
    "editor_note_by": "editor",
    "video_id": "",
    "audio_url": "",
    "stated_duration": 3720,
    **NEW_DRAFT,
    "status": "draft",
}
HAND_IN = {
    "position": -47,
    "lens": "governance",
    "confidence": "medium",
    "evidence_mode": "panel",
    "bullets": ["Every thread ends at the question of who may forbid."],
    "assessor": "Idris Lindqvist",
    "listened_on": "2026-03-20",
    "overrides": [{"index": 7, "score": -62, "reason": "A call to stop."}],
}
