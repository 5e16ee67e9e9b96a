"""Reads a request offline: words to concepts, concepts to intents, and what the words say exactly."""
