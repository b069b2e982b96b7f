"""The evidence pack: what figures were reckoned from, and the program that reckons them again.

``rows`` and ``yardsticks`` say how evidence looks in files, ``recounting`` counts what it finds
there, ``checking`` holds sums and figures against what is written, ``program`` is what an outsider
runs, in the words of ``telling``. ``binding`` makes the pack, ``travelling`` finds which of our
sources have to go along, ``definition`` reads what the figures mean.
"""
