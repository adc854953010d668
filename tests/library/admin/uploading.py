"""Upload a transcript through the admin."""

from django.test import Client

from library.models import Episode

VTT = b"WEBVTT\n\n" + b"".join(
    b"00:%02d.000 --> 00:%02d.900\n<v Ann>Word %d of a short talk here.\n\n" % (n, n, n)
    for n in range(1, 30)
)


def upload(client: Client, episode: Episode, **more: object) -> str:
    """Send the upload form and return the page that follows."""
    data = {"episode": episode.pk, "kind": "publisher", **more}
    return client.post("/admin/library/transcript/add/", data, follow=True).content.decode()
