"""What residents speak of: topics of a taxonomy, groups of near-identical complaints, what emerges. Texts in, results out."""
