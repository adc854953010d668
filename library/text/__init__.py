"""Format text and numbers for display."""
