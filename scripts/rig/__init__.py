"""What the scripts share: starting the programs, signing events, reading letters."""
