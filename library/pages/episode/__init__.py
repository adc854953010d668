"""The episode page, its transcript and its embed."""
