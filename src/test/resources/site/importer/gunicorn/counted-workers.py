import multiprocessing

bind = ["127.0.0.1:8000", "[::1]:8001"]
workers = multiprocessing.cpu_count() * 2 + 1
worker_class = 'gevent'
timeout = 120
keepalive = 5
accesslog = "-"
loglevel = "info"
