"""The statutory slips as PDF: pure of the database, from frozen data to bytes."""
