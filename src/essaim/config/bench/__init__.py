"""``bin/essaim bench``: what each page costs, against the least that this server and database can do."""
