"""What the project has written down, cut into passages and found again by keyword and by meaning."""
