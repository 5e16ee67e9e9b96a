"""The agent pool: role cards, routing of requests, and how agents work together."""
