"""What is true in the office: nouns and decisions, without clock, chance or outside world."""
