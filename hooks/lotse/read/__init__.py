"""Read what people wrote into frozen values; what cannot be read becomes a finding."""
