"""Gateways that carry messages out and receipts back."""
