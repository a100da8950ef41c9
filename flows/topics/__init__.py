"""What residents speak of: topics, groups of near-identical complaints, what emerges. Texts in, results out."""
