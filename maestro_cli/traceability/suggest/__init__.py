"""Links that are missing, recovered from what the two ends say."""
