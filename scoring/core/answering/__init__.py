"""Find answering passages: the other side of the same point, from another conversation."""
