"""Papers and files for those who oversee: figures as tables and pictures, and official records.

``tables`` holds figures, ``charts`` draws them, ``workbook`` writes them for a spreadsheet.
``destruction`` draws the record of destroyed cards, ``paging`` lays boxes over pages,
``spelling`` writes numbers in words.
"""
