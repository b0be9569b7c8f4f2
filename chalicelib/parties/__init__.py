"""Who people are: accounts and their identity levels, codes and sessions, members of staff."""
