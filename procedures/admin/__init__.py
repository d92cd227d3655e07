from procedures.admin import catalogue, processes

__all__ = ["catalogue", "processes"]
