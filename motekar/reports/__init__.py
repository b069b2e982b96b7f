"""Papers and files for those who oversee: figures as tables and pictures, and official records.

``tables`` holds figures, ``charts`` draws them, ``workbook`` and ``bundle`` write them for a
spreadsheet, ``monthly`` draws the report to be signed. ``destruction`` draws the record of
destroyed cards; ``paging`` lays boxes over pages, ``ruled`` draws a table of figures, ``spelling``
writes numbers in words.
"""
