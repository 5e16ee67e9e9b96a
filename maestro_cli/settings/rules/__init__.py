"""The language of rules that a project declares in maestro.yaml: fields, conditions, patterns, messages."""
