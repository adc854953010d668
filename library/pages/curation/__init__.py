"""What editors see in the admin: queues and the upload preview."""
