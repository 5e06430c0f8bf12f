import os
bind = os.environ.get("BIND", "0.0.0.0:8000")
timeout = int(os.environ.get("TIMEOUT", 30))
