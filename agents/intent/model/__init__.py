"""A language model's reading of a message, held to the shopper's own words: `parser` is the door."""
