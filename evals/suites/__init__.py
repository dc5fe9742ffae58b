"""One module for each suite, with `run(around: Surroundings) -> SuiteResult`."""
