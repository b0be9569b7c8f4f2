"""Long work: told what to do once, carried out in the background, with a report line for every row of it."""
