"""The episode page, its transcript page and its embed."""
