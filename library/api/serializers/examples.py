"""Examples of answers, for the description of the API; their words are invented."""

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
    "html_url": f"{SITE}/episodes/who-checks-the-checkers/",
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
