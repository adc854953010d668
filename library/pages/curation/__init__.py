"""Admin pages for editors: queues and the upload preview."""
