"""What every paper of the office is drawn with.

``letters`` knows the two fonts, ``boxes`` measures and draws type and lines, ``codes`` draws
Code 128 and QR, ``sheet`` adds letterhead and example mark and turns boxes into PDF.
"""
