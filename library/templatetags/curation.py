from typing import Any

from django import template

from library.pages.curation.start_page import StartPage
from library.syndication.queue_feed import queue_feed_url

register = template.Library()
register.simple_tag(queue_feed_url, name="queue_feed_url")


@register.simple_tag(takes_context=True)
def start_page(context: dict[str, Any]) -> StartPage:
    """Return the admin start page for the user of the request."""
    return StartPage(context["request"].user)
