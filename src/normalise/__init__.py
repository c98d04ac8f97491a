"""What a document means: tables and paragraphs in, plans and actions out. No file is opened here."""
