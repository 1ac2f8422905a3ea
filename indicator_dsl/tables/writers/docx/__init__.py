"""What the writers of Word files share."""
