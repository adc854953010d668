"""Find answering passages: passages from other conversations that argue the opposite."""
