"""Estimates in story points: experts that learn from the team's past, pooled by how well they did."""
