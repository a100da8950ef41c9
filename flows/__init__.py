"""What the analyst runs: the monthly flow and the rooms it walks through."""
