"""Pages for editors in the admin."""
