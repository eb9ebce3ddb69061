"""Reading, annotating and writing of many documents."""
