"""What we know: plans in a database, SQLite or PostgreSQL."""
