"""Metrics, health checks and worker heartbeats."""
