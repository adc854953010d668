"""Public pages. Each view builds one page object and renders it."""
