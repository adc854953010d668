"""Services that write assessments, aggregates and the topic index."""
