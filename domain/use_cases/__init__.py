"""What callers can do, one small callable each, with its ports as fields."""
