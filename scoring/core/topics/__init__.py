"""The topics of passages and conversations, based on terms, and the similarity of topics."""
