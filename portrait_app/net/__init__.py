"""Connections to other hosts, for all adapters that need the network: each has a deadline and an abort."""
