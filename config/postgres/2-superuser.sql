-- For the server of docker-compose.yml, which serves this site only. Without a password the
-- superuser cannot log in over the network: only `docker compose exec postgres psql -U postgres`.
ALTER ROLE CURRENT_USER PASSWORD NULL;
