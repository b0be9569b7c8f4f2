"""Publishing items batch by batch (成熟一批、公布一批), and how much of the catalogue needs no visit."""
