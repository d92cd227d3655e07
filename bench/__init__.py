"""What pages weigh, how long they take and what they cost, at any size: `make bench`, docs/performance.md."""
