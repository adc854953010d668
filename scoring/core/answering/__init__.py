"""Find answering passages: passages in other conversations that argue the other side."""
