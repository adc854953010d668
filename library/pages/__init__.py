"""What pages show, put together once for the site and the API alike."""
