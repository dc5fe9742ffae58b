"""What English messages say: kinds of turns, qualities, exclusions, dates, quantities, prices."""
