"""Charts and exports for those who oversee."""
