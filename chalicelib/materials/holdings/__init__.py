"""Who refers to a kept file (引用): it stays while somebody does, and is forgotten a month after the last."""
