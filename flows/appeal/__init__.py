"""A published month → what a town needs to recompute its own score: an archive with its interviews and a script."""
