"""MCP server on top of the REST API."""
