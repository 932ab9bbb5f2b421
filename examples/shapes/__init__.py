"""A site whose captions can only be known from its pictures, and a tiny Flamingo that learns to name what they show."""
