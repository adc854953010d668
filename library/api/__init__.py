"""The public API, version 1: the page objects of the site, for programs."""
