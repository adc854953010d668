"""Episode lists with filters and an aggregate spectrum."""
