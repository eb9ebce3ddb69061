"""Reading of `nlp/patterns/` into typed, immutable tables; errors name file and line."""
