"""An independent recount of the bulletin: raw files to figures, without a line of the product's code."""
