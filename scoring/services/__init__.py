"""Services that store assessments, aggregates, topics and answers."""
