"""`make soak`: the real bot killed again and again, and a reckoning of what its people got."""
