"""What goes on paper: PDFs by typst, bar codes and QR, dates in words, several files as one."""
