bind = "0.0.0.0:5000"
forwarded_allow_ips = "10.0.0.1"
limit_request_line = 8190
certfile = "/etc/ssl/x.pem"
raw_env = [
    "A=1",  # one
    "B=2",
]
def post_fork(server, worker):
    server.log.info("spawned")
def on_exit(server):
    pass
