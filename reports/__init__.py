"""Documents: from plain data to official PDF pages."""
