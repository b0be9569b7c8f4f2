"""What events and timers start: the relay, Step Functions tasks, consumers and schedules."""
