"""Views of the public pages; each builds one page object and renders it."""
