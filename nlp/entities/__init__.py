"""Recognisers of names and the merge that settles their overlaps."""
