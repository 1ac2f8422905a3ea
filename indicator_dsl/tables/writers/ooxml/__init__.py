"""Office files as what they are, archives of XML parts: changed where we must, the same bytes elsewhere."""
