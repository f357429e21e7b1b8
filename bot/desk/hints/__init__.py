"""What is read out of the words of a report, and out of past reports. Nothing here writes."""
