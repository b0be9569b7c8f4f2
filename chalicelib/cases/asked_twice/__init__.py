"""How often departments ask applicants for what the state holds (重复索要): refused, counted and published."""
