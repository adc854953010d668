"""What is talked about: terms of passages and conversations, and how near two of them are."""
