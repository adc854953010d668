"""A controlled vocabulary of the field's subjects, and where a text mentions them."""
