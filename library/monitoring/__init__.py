"""Metrics, health checks and the heartbeat of the workers."""
