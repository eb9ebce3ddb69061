"""Graphs: from statements of many articles to facts, triples and a store that can be asked."""
