"""What comes in: pictures of this program and of others, and the settings inside them."""
