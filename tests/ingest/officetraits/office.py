"""Which traits LibreOffice itself does not keep on its way from one format to another."""

from __future__ import annotations

# by the trait and the two formats
LOST = {
    f"{name}-{ways}"
    for name, told in {
        "rows of unequal length": "docx>docx docx>odt docx>doc docx>rtf",  # the last cell is drawn out to the edge
        "a table in a cell": "docx>rtf odt>rtf",  # widths come out scaled, or the next cell falls into the inner table
        "check boxes": "docx>odt docx>doc docx>rtf odt>docx odt>doc odt>rtf",  # as characters, or drawn
        "check boxes of earlier Word": "docx>rtf",  # whether they are ticked
        "a list that begins anew": "docx>doc odt>doc odt>rtf",  # counts on, or begins anew with each item
        "fields and links": "docx>doc",  # the result of SEQ
        "a text box in a cell": "docx>rtf docx>odt docx>doc odt>doc",  # unless it lays out pages, as ours does not
        "fills by a colour of the theme and its tint": "docx>odt docx>doc docx>rtf",
        "comments of a sheet": "xlsx>xlsx xlsx>xls xlsx>ods",  # who made them
    }.items()
    for ways in told.split()
}
