"""The shortlist's image URLs -> images and their facts."""
