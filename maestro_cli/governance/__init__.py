"""Who may do what: authority, written policies, approvals and the audit chain."""
