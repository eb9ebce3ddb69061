"""Text: folding with stable offsets, language, cleaning, reading."""
