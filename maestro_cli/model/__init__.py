"""The values that all rooms share: frozen, without behaviour that reaches outside."""
