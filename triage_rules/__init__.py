"""Decides: the council's criteria, who is who, working time. Imports nothing that reads, sends or waits."""
