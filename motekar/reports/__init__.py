"""Papers for those who oversee: the record of destroyed cards; charts and exports to come.

``destruction`` draws the record, ``paging`` lays boxes over pages, ``spelling`` writes numbers in
words.
"""
