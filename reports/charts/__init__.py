"""Charts as SVG, written by templates: text stays text, and costs no drawing library."""
