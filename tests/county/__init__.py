"""A simulated county with a known truth: fourteen months of raw files as a bureau would receive them."""
