-- The role of the site, which owns its database and has no other rights on the server: enough for
-- migrations, triggers and text search, and no extension is needed. Run once, as a superuser:
-- POSTGRES_PASSWORD=... psql --file config/postgres/1-role.sql
\set ON_ERROR_STOP on
\getenv password POSTGRES_PASSWORD
CREATE ROLE counterpoint LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE PASSWORD :'password';
CREATE DATABASE counterpoint OWNER counterpoint TEMPLATE template0 ENCODING 'UTF8';
REVOKE CONNECT, TEMPORARY ON DATABASE counterpoint FROM PUBLIC;
