"""The episode page, the transcript page and the strip that other sites can embed."""
