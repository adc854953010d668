"""Views of the public pages; most of them build a page object and render it."""
