"""Text and numbers as they are shown. Plain Python."""
