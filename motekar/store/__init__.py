"""The database: tables, transactions and every sentence of SQL."""
