"""Secret managers, and Doorward reading, rotating and retiring what they keep."""
