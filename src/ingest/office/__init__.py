"""Types that only an office program reads (.doc, .rtf, .xls), converted by LibreOffice where it is installed."""
