"""What of the catalogue goes on paper, from frozen values: posting sheets, booklets of them, what to hang and to take
down after a decision. In Vietnamese always; no database here."""
