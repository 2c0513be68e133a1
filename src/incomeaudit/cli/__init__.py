"""The command line: one file a command. Heavy parts are imported when a command runs."""
