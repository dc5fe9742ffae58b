"""The recipe of the shipped CLIP: pictures of known contents, training, figures. `make train-clip` runs it."""
