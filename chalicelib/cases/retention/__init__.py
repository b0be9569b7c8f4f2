"""How long what is kept (保存期限): one table for every kind of data, and the runs that carry it out."""
