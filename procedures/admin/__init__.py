from procedures.admin import life_events, postings, procedures, processes, sectors, versions

__all__ = ["life_events", "postings", "procedures", "processes", "sectors", "versions"]
