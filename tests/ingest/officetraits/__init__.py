"""A made corpus: each trait of Word, OpenDocument, HTML and spreadsheet tables once, with what a reader should find."""
