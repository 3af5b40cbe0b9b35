"""Files that become proposed changes. Empty in this version. No Qt."""
