"""What a document shows: bytes in, tables and paragraphs out, nothing interpreted."""
