"""How right a scorer is, measured against labelled segments."""
