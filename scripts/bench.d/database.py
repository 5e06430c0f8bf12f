"""The table of parts as one writes it with Flask, Jinja2 and PyMySQL, of the same database; and one SQL query.

DATABASE is the folder of site.jar's MariaDB. What the page is made of is asked for by SQL, and the texts
stand in the template, in English: less work than the other side has.
"""

import os
import threading
from pathlib import Path
from urllib.parse import urlencode

import pymysql
from flask import Response, jsonify, render_template, request

from hello import app

DATABASE = Path(os.environ["DATABASE"])
SIZES = (25, 50, 100)
TYPES = {"CPU": "Processor", "GPU": "Graphics card", "MotherBoard": "Motherboard", "PC_Case": "Case",
         "Power_Supply": "Power supply", "RAM": "Memory", "SSD": "SSD", "HDD": "Hard disk"}
ORDERS = {"type": "FIELD(type, 'CPU', 'GPU', 'MotherBoard', 'PC_Case', 'Power_Supply', 'RAM', 'SSD', 'HDD')",
          "name": "brand, name", "price": "price_cents", "rating": "rating_x2"}
CONDITIONS = {"type": "type = %s", "q": "CONCAT(brand, ' ', name, ' ', type) LIKE %s", "brand": "brand = %s",
              "priceMin": "price_cents >= %s", "priceMax": "price_cents <= %s", "ratingMin": "rating_x2 >= 2 * %s",
              "socket": "JSON_VALUE(specs, '$.socket') = %s", "mem": "JSON_VALUE(specs, '$.mem') = %s",
              "form": "JSON_VALUE(specs, '$.form') = %s"}
CHOICES = " UNION ".join(
    ["SELECT 'brand', brand FROM part WHERE NOT hidden"] +
    [f"SELECT '{key}', JSON_VALUE(specs, '$.{key}') FROM part WHERE NOT hidden" for key in ("socket", "mem", "form")])
HEADERS = {
    "content-security-policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
                               " form-action 'self'; frame-ancestors 'none'; base-uri 'none'; connect-src 'self'",
    "x-content-type-options": "nosniff", "referrer-policy": "same-origin", "cache-control": "private, no-cache",
    "permissions-policy": "camera=(), geolocation=(), microphone=()", "vary": "accept-language, cookie"}
app.jinja_env.trim_blocks = True
local = threading.local()
pages = {}


def connect(account):
    password = dict(line.split() for line in (DATABASE / "accounts").read_text().splitlines())[account]
    return pymysql.connect(unix_socket=str(DATABASE / "mariadb.sock"), user=account, password=password,
                           database=account, charset="utf8mb4", autocommit=True)


def cursor_of(account):
    """Of one connection for each worker and account, for as long as it works."""
    if not hasattr(local, account):
        setattr(local, account, connect(account))
    return getattr(local, account).cursor()


@app.get("/<server>/query/<int:number>")
def query(server, number):
    with cursor_of("query") as cursor:
        cursor.execute("SELECT id, text FROM word WHERE id = %s", (number,))
        found, text = cursor.fetchone()
        return jsonify(id=found, text=text)


@app.get("/<server>/parts/table")
def table(server):
    with cursor_of("parts") as cursor:
        return Response(page(cursor, f"/{server}/parts"), headers=HEADERS)


@app.get("/<server>/kept/parts/table")
def kept_table(server):
    """As site.jar has it: written once for each version of the catalogue, which is asked for each time."""
    with cursor_of("parts") as cursor:
        cursor.execute("SELECT version FROM catalogue_version WHERE id = 1")
        key = (*cursor.fetchone(), request.full_path)
        if key not in pages:
            pages[key] = page(cursor, f"/{server}/parts").encode()
        return Response(pages[key], headers=HEADERS)


@app.get("/<server>/anew/parts/table")
def table_with_a_new_connection(server):
    """As the stack that is replaced has it."""
    connection = connect("parts")
    try:
        with connection.cursor() as cursor:
            return Response(page(cursor, f"/{server}/parts"), headers=HEADERS)
    finally:
        connection.close()


def page(cursor, base):
    where, values = condition()
    order = ORDERS.get(request.args.get("sort"), ORDERS["type"])
    if request.args.get("dir") == "desc":
        order += " DESC"
    size = next((size for size in SIZES if str(size) == request.args.get("size")), SIZES[0])
    number = max(1, request.args.get("page", 1, int))

    cursor.execute(f"SELECT COUNT(*) FROM part WHERE {where}", values)
    total = cursor.fetchone()[0]
    pages = max(1, -(-total // size))
    number = min(number, pages)
    cursor.execute("SELECT slug, CONCAT(brand, ' ', name), type, sub_category, price_cents, rating_x2 FROM part"
                   f" WHERE {where} ORDER BY {order}, brand, name LIMIT %s OFFSET %s", (*values, size, (number - 1) * size))
    parts = cursor.fetchall()
    cursor.execute(CHOICES)
    choices = {"brand": [], "socket": [], "mem": [], "form": []}
    for key, word in sorted(row for row in cursor.fetchall() if row[1] and "," not in row[1]):
        choices[key].append(word)
    return render_template("table.html", base=base, args=request.args, total=total, pages=pages, number=number, size=size,
                           parts=parts, choices=choices, types=TYPES, sizes=SIZES)


def condition():
    """Only what was typed; the values stay out of the text."""
    typed = {name: request.args[name] for name in CONDITIONS if request.args.get(name)}
    if "q" in typed:
        typed["q"] = f"%{typed['q']}%"
    return " AND ".join(["NOT hidden", *(CONDITIONS[name] for name in typed)]), tuple(typed.values())


@app.template_filter()
def euros(cents):
    return f"€{cents / 100:,.2f}"


@app.template_global()
def here(base, name, value):
    """This page with another value of one parameter."""
    return f"{base}/table?" + urlencode({**request.args, name: value})
