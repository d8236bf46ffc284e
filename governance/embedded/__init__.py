"""Real PostgreSQL and real Valkey from wheels, in a folder of ours, on 127.0.0.1 only."""
