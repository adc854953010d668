"""Answering passages: the same point from the other side, in another conversation."""
