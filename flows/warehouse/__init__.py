"""The only room that opens DuckDB: loading, building, checking, publishing."""
