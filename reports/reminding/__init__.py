"""What people are reminded of: which matters wait for whom, the notices of first screens, the daily letter."""
