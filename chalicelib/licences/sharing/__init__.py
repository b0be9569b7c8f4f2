"""Sharing of licences: partner systems read them, by statutory duty or by consent, and the holder sees who did."""
