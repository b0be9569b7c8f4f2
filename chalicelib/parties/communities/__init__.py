"""Village and community agents (村居代办员), for a named list of people, each of whom has agreed."""
