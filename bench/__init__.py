"""What the product costs beside the fastest there is, as ratios measured in one run: `make bench`."""
