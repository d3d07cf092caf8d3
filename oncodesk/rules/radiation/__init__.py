"""Delivery, management, planning and physics of radiation."""
