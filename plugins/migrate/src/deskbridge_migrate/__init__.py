"""Move data between helpdesks, with every loss told before the first write."""
