"""Pictures of tables of figures, once reckoned and twice drawn: SVG for a page, vectors for paper.

``chart`` says which columns of a table are drawn and how, ``picture`` what a drawing is made of,
``drawing`` lays it out: ``lines``, ``uprights`` and ``bars`` on the ``plot`` and its ``scale``.
``svg`` and ``on_paper`` write it down. reportlab's own SVG is not used: it gives every element an
inline style, which the pages' security policy forbids, and colours that know no dark scheme.
"""
