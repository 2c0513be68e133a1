"""One household a form: labels beside values (一户一表), or one household a column."""
