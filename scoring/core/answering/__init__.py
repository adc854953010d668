"""Answering passages: the same point, made from the other side, in another conversation."""
