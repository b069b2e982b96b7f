"""Papers of the counter: facts in, PDF bytes out."""
