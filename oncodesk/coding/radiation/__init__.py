"""A course's planning, delivery, management, physics and what accompanies them."""
