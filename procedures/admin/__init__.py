from procedures.admin import postings, procedures, processes, sectors, versions

__all__ = ["postings", "procedures", "processes", "sectors", "versions"]
