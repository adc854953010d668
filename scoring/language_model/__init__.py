"""An optional scorer that uses a language model with an OpenAI-compatible API.

The scorer follows the codebooks, and scores both single passages in context and whole
conversations. It is off unless environment variables configure it; see docs/scoring.md.
"""
