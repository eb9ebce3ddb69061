"""Statements: triggers, arguments, assembly."""
