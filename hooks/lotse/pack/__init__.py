"""Put a finished site in place, all of it or nothing."""
