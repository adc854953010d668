"""Topics: terms of passages and conversations, and their similarity."""
