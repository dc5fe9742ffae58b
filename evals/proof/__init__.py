"""The transaction's proofs: each plays the worst on the real checkout and counts what the books say afterwards."""
