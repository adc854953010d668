"""The public pages: each view fetches, builds one page object and renders it."""
