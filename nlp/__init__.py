"""Lode: entities, values and statements from bitcoin-mining news in Chinese and English."""
