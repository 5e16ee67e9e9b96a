"""Engines that put facts into words. None of them ever supplies a number."""
