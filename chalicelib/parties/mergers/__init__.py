"""Two accounts of one natural person become one (账号合并)."""
