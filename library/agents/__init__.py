"""The library for agents: the Model Context Protocol over the answers of the API."""
