"""Keeps the promise of a KTP-el printed within one day, and proves it."""
