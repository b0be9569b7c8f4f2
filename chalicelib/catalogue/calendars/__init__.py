"""The work calendar (工作日历): a year at a time, as the State Council's notice announces it."""
