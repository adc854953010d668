"""Every action of the admin and every API write, with the groups that may take it.

`test_permissions.py` sends each request as each group. `python -m tests.security.permission_matrix`
rewrites the table in docs/curation.md.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

GROUPS = ("Editor", "Reviewer", "Administrator")
ALL, ADMINISTRATORS = frozenset(GROUPS), frozenset({"Administrator"})
REVIEWERS = frozenset({"Reviewer", "Administrator"})
NONE: frozenset[str] = frozenset()
STAFF = frozenset({*GROUPS, "none"})
"""Every account that can sign in, in a group or not."""
DOCUMENT = Path(__file__).parents[2] / "docs" / "curation.md"
START, END = "<!-- permissions -->", "<!-- /permissions -->"


@dataclass(frozen=True, slots=True)
class Row:
    """One request, and the groups for which it works."""

    subject: str
    deed: str
    groups: frozenset[str]
    method: str
    address: str
    data: Any = field(default_factory=dict)
    """Fields of the form; for the API a document, or the name of a body."""
    status: str = ""
    """State of the episode before the request."""


@dataclass(frozen=True, slots=True)
class Model:
    """The standard pages of one model in the admin."""

    label: str
    subject: str
    see: frozenset[str] = ALL
    add: frozenset[str] = NONE
    change: frozenset[str] = NONE
    delete: frozenset[str] = NONE
    restore: frozenset[str] | None = None
    """Who may restore an older version; None for a model without versions."""
    bulk_delete: bool = True

    def rows(self) -> Iterator[Row]:
        app, name = self.label.split(".")
        start = f"/admin/{app}/{name}/"
        row = f"{start}{{{name}}}/"
        for page in (start, f"{row}change/", f"{row}history/"):
            yield Row(self.subject, "see", self.see, "get", page)
        yield Row(self.subject, "add", self.add, "post", f"{start}add/")
        yield Row(self.subject, "change", self.change, "post", f"{row}change/")
        yield Row(self.subject, "delete", self.delete, "post", f"{row}delete/", {"post": "yes"})
        if self.bulk_delete:
            chosen = {"action": "delete_selected", "_selected_action": f"{{{name}}}", "post": "yes"}
            yield Row(self.subject, "delete", self.delete, "post", start, chosen)
        if self.restore is not None:
            version = f"{row}history/{{{name}_version}}/"
            yield Row(self.subject, "restore a version", self.restore, "post", version)


MODELS = [
    Model("library.episode", "Episodes", ALL, ALL, ALL, ADMINISTRATORS, ALL),
    Model("library.transcript", "Transcripts", ALL, ALL, NONE, ADMINISTRATORS, NONE),
    Model("library.segment", "Segments"),
    Model("library.show", "Shows", ALL, ALL, ALL, ADMINISTRATORS, ALL),
    Model("library.shelf", "Shelves", ALL, ALL, ALL, ADMINISTRATORS, ALL),
    Model("library.guest", "Guests", ALL, ALL, ALL, ADMINISTRATORS, ALL),
    Model("library.tag", "Tags", ALL, ALL, ALL, ADMINISTRATORS, ALL),
    Model("library.feed", "Podcast feeds", ALL, ALL, ALL, ADMINISTRATORS),
    Model("library.job", "Jobs", bulk_delete=False),
    Model("library.pendingchange", "Pending changes", restore=NONE, bulk_delete=False),
    Model("scoring.assessment", "Assessments", ALL, ALL, restore=NONE),
    Model(
        "scoring.challenge", "Reader challenges", ALL, NONE, REVIEWERS, ADMINISTRATORS, REVIEWERS
    ),
    Model("scoring.mirroroverride", "Pins and bans", ALL, REVIEWERS, REVIEWERS, REVIEWERS),
    Model("scoring.subject", "Subjects", ALL, ALL, ALL, ADMINISTRATORS),
    Model("scoring.subjectoverride", "Subjects of an episode", ALL, ALL, ALL, ALL),
    Model("library.token", "API tokens (own)", ALL, ALL, NONE, ADMINISTRATORS),
    Model(
        "library.webhook", "Webhooks",
        ADMINISTRATORS, ADMINISTRATORS, ADMINISTRATORS, ADMINISTRATORS,
    ),
    Model("library.delivery", "Webhook deliveries", ADMINISTRATORS),
    Model(
        "auth.user", "Accounts", ADMINISTRATORS, ADMINISTRATORS, ADMINISTRATORS, ADMINISTRATORS
    ),
    Model("auth.group", "Groups", ADMINISTRATORS),
    Model("otp_totp.totpdevice", "Authenticator devices", NONE),
]  # fmt: skip


def step(name: str, deed: str, groups: frozenset[str], status: str) -> Row:
    address, data = "/admin/library/episode/{episode}/workflow/", {"step": name, "reason": "A test"}
    return Row("Episodes", deed, groups, "post", address, data, status)


def action(
    subject: str, deed: str, groups: frozenset[str], label: str, name: str, **data: str
) -> Row:
    """Return the row of an action with a selected row of a list."""
    app, model = label.split(".")
    sent = {"action": name, "_selected_action": f"{{{model}}}", **data}
    return Row(subject, deed, groups, "post", f"/admin/{app}/{model}/", sent)


def api(
    subject: str, deed: str, groups: frozenset[str], method: str, address: str, data: Any = None
) -> Row:
    return Row(subject, deed, groups, method, f"/api/v1/{address}", data or {})


EPISODE, TRANSCRIPT = "/admin/library/episode/", "/admin/library/transcript/"
OTHERS = [
    step("submit", "submit for review", ALL, "scored"),
    step("withdraw", "withdraw from review", ALL, "in_review"),
    step("return", "return to the editor", REVIEWERS, "in_review"),
    step("publish", "publish", REVIEWERS, "in_review"),
    Row("Episodes", "schedule", REVIEWERS, "post", "/admin/library/episode/{episode}/workflow/",
        {"step": "schedule", "publish_at": "2999-01-01T09:00"}, "in_review"),
    Row("Episodes", "schedule", REVIEWERS, "post", "/admin/library/episode/{episode}/workflow/",
        {"step": "unschedule"}, "in_review"),
    Row("Episodes", "assign", ALL, "post", "/admin/library/episode/{episode}/assign/",
        {"assignee": "", "note": "A test"}),
    step("archive", "archive", ADMINISTRATORS, "published"),
    step("restore", "take out of the archive", ADMINISTRATORS, "archived"),
    step("override", "publish without review", ADMINISTRATORS, "scored"),
    Row("Episodes", "preview", ALL, "get", EPISODE + "{episode}/preview/"),
    Row("Episodes", "preview", ALL, "get", EPISODE + "{episode}/drawing/"),
    Row("Episodes", "export", ALL, "get", EPISODE + "export/"),
    Row("Episodes", "import", ALL, "get", EPISODE + "import/"),
    Row("Episodes", "import", ALL, "post", EPISODE + "process_import/"),
    action("Episodes", "rescore", ALL, "library.episode", "assess_again"),
    action("Episodes", "submit for review", ALL, "library.episode", "submit_selected"),
    action("Episodes", "publish", REVIEWERS, "library.episode", "publish_selected"),
    action("Episodes", "change", ALL, "library.episode", "change_selected"),
    action("Episodes", "export", ALL, "library.episode", "export_admin_action"),
    Row("Transcripts", "mark speakers", ALL, "post", TRANSCRIPT + "{transcript}/speakers/"),
    Row("Transcripts", "correct", ALL, "get", TRANSCRIPT + "{transcript}/cues/"),
    Row("Transcripts", "correct", ALL, "post", TRANSCRIPT + "{transcript}/cues/",
        {"text-1": "Corrected words."}),
    Row("Transcripts", "correct", ALL, "get", TRANSCRIPT + "{transcript}/cues.json"),
    Row("Transcripts", "make current", ALL, "post", TRANSCRIPT + "{transcript}/current/"),
    Row("Transcripts", "download", ALL, "get", TRANSCRIPT + "{transcript}/download/vtt/"),
    Row("Transcripts", "see", ALL, "get", TRANSCRIPT + "{transcript}/differences/"),
    Row("Pending changes", "accept one by the system", REVIEWERS, "post",
        "/admin/library/pendingchange/{pendingchange}/decide/",
        {"seen": "{pendingchange_version}"}),
    Row("Pending changes", "return", ALL, "post",
        "/admin/library/pendingchange/{pendingchange}/decide/",
        {"return": "1", "note": "A test"}),
    action("Guests", "merge", ALL, "library.guest", "merge"),
    Row("Transcripts", "waive a failed check", REVIEWERS, "post",
        TRANSCRIPT + "{transcript}/waive/", {"reason": "A test"}),
    Row("Transcripts", "take back a waiver", REVIEWERS, "post",
        TRANSCRIPT + "{transcript}/unwaive/"),
    Row("Jobs", "start", ALL, "post", "/admin/library/job/rescore/"),
    Row("Jobs", "retry and cancel", ALL, "post", "/admin/library/job/{job}/retry/"),
    Row("Jobs", "retry and cancel", ALL, "post", "/admin/library/job/{job}/cancel/"),
    Row("Jobs", "dismiss failures", ALL, "post", "/admin/library/job/{job}/dismiss/"),
    action("Podcast feeds", "import now", ALL, "library.feed", "read_now"),
    Row("Assessments", "publish and withdraw", REVIEWERS, "post",
        "/admin/scoring/assessment/{assessment}/publish/"),
    Row("Assessments", "publish and withdraw", REVIEWERS, "post",
        "/admin/scoring/assessment/{assessment}/withdraw/"),
    action("Assessments", "publish and withdraw", REVIEWERS, "scoring.assessment", "publish"),
    action("Assessments", "publish and withdraw", REVIEWERS, "scoring.assessment", "withdraw"),
    action("Reader challenges", "decide", REVIEWERS, "scoring.challenge", "count_opinions"),
    action("Reader challenges", "decide", REVIEWERS, "scoring.challenge", "reject"),
    action("Reader challenges", "decide", REVIEWERS, "scoring.challenge", "mark_spam"),
    action("API tokens (own)", "revoke", ALL, "library.token", "revoke"),
    Row("API tokens (of others)", "see and revoke", ADMINISTRATORS, "get",
        "/admin/library/token/{others_token}/change/"),
    action("Webhooks", "test, rotate the secret", ADMINISTRATORS, "library.webhook", "test"),
    action("Webhooks", "test, rotate the secret", ADMINISTRATORS, "library.webhook", "rotate"),
    action("Webhook deliveries", "send again", ADMINISTRATORS, "library.delivery", "again"),
    Row("Accounts", "set a password", ADMINISTRATORS, "get", "/admin/auth/user/{user}/password/"),
    Row("Accounts with more rights", "change, delete, set a password", NONE, "post",
        "/admin/auth/user/{superuser}/change/"),
    Row("Accounts with more rights", "change, delete, set a password", NONE, "post",
        "/admin/auth/user/{superuser}/delete/", {"post": "yes"}),
    Row("Accounts with more rights", "change, delete, set a password", NONE, "post",
        "/admin/auth/user/", {"action": "delete_selected", "_selected_action": "{superuser}",
                              "post": "yes"}),
    Row("Accounts with more rights", "change, delete, set a password", NONE, "get",
        "/admin/auth/user/{superuser}/password/"),
    Row("Authenticator devices", "see", NONE, "get",
        "/admin/otp_totp/totpdevice/{totpdevice}/config/"),
    Row("Authenticator devices", "see", NONE, "get",
        "/admin/otp_totp/totpdevice/{totpdevice}/qrcode/"),
    Row("Site", "see its status", ADMINISTRATORS, "get", "/admin/status/"),
    Row("Site", "sign in", STAFF, "get", "/admin/"),
    Row("Site", "sign in", STAFF, "get", "/admin/jsi18n/"),
    Row("Site", "sign in", ALL, "get", "/admin/library/"),
    Row("Site", "change the own password", STAFF, "get", "/admin/password_change/"),
    Row("Site", "change the own password", STAFF, "get", "/admin/password_change/done/"),
    Row("Site", "sign in", frozenset({*STAFF, "anonymous"}), "post", "/admin/logout/"),
    Row("Site", "sign in", frozenset({*STAFF, "anonymous"}), "get", "/admin/login/"),
    Row("Episodes", "see", ALL, "get",
        "/admin/autocomplete/?app_label=scoring&model_name=mirroroverride&field_name=first&term="),
    Row("Site", "sign in", STAFF, "get", "/admin/r/{episode_type}/{episode}/"),
    api("API", "create episodes", ALL, "post", "drafts/", {"title": "New", "show": "test-show"}),
    api("API", "change episodes", ALL, "patch", "drafts/{slug}/", {"title": "Changed"}),
    api("API", "list drafts, read their scores", ALL, "get", "drafts/"),
    api("API", "list drafts, read their scores", ALL, "get", "drafts/{slug}/segments/"),
    api("API", "list drafts, read their scores", ALL, "get", "drafts/{slug}/assessments/"),
    api("API", "delete drafts", ADMINISTRATORS, "delete", "drafts/{slug}/"),
    api("API", "upload transcripts", ALL, "post", "drafts/{slug}/transcript/?kind=publisher",
        "WEBVTT"),
    api("API", "start scoring", ALL, "post", "drafts/{slug}/scoring/", "NOTHING"),
    api("API", "submit assessments", ALL, "post", "drafts/{slug}/assessments/", "ASSESSMENT"),
]  # fmt: skip

ROWS = [*(row for model in MODELS for row in model.rows()), *OTHERS]


def table() -> str:
    """Return the table for the document.

    Actions on the same subject share a row if the same groups may take them. Actions that no group
    may take have no row.
    """
    lines = ["| subject | action | Editor | Reviewer | Administrator |", "|---|---|---|---|---|"]
    deeds: dict[tuple[str, frozenset[str]], list[str]] = {}
    order = list(dict.fromkeys(row.subject for row in ROWS))
    for row in sorted(ROWS, key=lambda row: order.index(row.subject)):
        groups = row.groups & ALL
        if groups:
            listed = deeds.setdefault((row.subject, groups), [])
            if row.deed not in listed:
                listed.append(row.deed)
    for (subject, groups), listed in deeds.items():
        marks = " | ".join("yes" if group in groups else "–" for group in GROUPS)
        lines.append(f"| {subject} | {', '.join(listed)} | {marks} |")
    return "\n".join([START, "", *lines, "", END])


def rewritten(text: str) -> str:
    """Return the document with the current table."""
    before, _, rest = text.partition(START)
    _, _, after = rest.partition(END)
    return f"{before}{table()}{after}"


if __name__ == "__main__":
    DOCUMENT.write_text(rewritten(DOCUMENT.read_text()))
