"""Yes and no to what waits: `decision` reads an answer from the signs that the others find."""
