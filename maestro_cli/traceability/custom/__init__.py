"""Rules that a project declares in maestro.yaml."""
