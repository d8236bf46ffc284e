#!/bin/sh
# Run once by the postgres image, when its folder is new: the two roles with the passwords of their addresses.
set -eu

password() {
    sed -e 's|^[a-z]*://[^:]*:||' -e 's|@.*$||' "/run/secrets/$1" | tr -d '\n'
}

psql --no-psqlrc --quiet --set ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname "$POSTGRES_DB" \
    --set owner="$(password database-owner-url)" --set app="$(password database-url)" <<'SQL'
CREATE ROLE portal_owner LOGIN NOSUPERUSER NOCREATEROLE NOINHERIT CREATEDB PASSWORD :'owner';
CREATE ROLE portal_app LOGIN NOSUPERUSER NOCREATEROLE NOINHERIT NOCREATEDB PASSWORD :'app';
ALTER DATABASE portal OWNER TO portal_owner;
SQL
