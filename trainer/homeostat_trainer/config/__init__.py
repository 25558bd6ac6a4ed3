"""What the commands are configured with: one module per command beside what they share."""
