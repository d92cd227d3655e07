"""A bare Django site that inserts as many rows as an intake does, and nothing else: what intake is measured against."""
