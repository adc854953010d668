"""Find answering passages: passages in other conversations that take the other side on a point."""
