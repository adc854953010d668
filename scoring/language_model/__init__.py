"""An optional scorer that uses a language model with an OpenAI-compatible API.

The scorer follows the codebooks, and scores both single passages in context and whole
conversations. The scorer is disabled by default; see docs/scoring.md for the environment variables.
"""
