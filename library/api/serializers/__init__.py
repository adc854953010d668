"""Serializers, one module per concept."""
