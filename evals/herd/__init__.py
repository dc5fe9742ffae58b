"""The herd: a language model's endpoint that is too small, slow, broken or away, and shoppers who come all the same."""
