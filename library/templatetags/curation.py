from django import template

from library.pages.curation.queues import StartPage

register = template.Library()
register.simple_tag(StartPage, name="start_page")
