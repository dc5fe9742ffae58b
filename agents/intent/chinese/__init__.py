"""Chinese messages: `reading` goes through one, the others each know one thing of it."""
