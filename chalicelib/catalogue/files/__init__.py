"""The catalogue as files: what offices write and send in, and what is given out. Files are not trusted."""
