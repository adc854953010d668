"""MCP server built on the REST API."""
