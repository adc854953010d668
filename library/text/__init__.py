"""Format text and numbers for display. Plain Python."""
