"""Any file becomes a rectangle of text with its origin; private data stops at this door."""
