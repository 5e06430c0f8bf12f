#!/bin/sh
cd /srv/app
# gunicorn is started here
exec gunicorn -w 4 -b 0.0.0.0:8000 --access-logfile - manage:app
