"""Money: estimates, budgets, credits and the ledger."""
