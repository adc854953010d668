"""API views, one module per concept."""
