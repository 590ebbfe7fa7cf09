"""Data about money: amounts, estimates, budgets and the ledger."""
