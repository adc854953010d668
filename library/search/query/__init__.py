"""Search syntax and SQL. Plain Python."""
