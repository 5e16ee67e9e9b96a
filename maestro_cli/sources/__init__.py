"""Project data in: work items from files, history from git; and items written back."""
