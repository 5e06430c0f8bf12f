bind = "unix:myproject.sock"
workers = 3
umask = 0o007
