"""Drills, one module each; run by `scripts/drill`."""
