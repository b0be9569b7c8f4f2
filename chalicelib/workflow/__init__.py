"""What events and timers start: the relay, consumers, Step Functions tasks, schedules."""
