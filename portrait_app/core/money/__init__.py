"""Money, as data: amounts, estimates, budgets, the ledger."""
