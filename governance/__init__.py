"""The Django project: settings, URLs, Celery wiring, embedded services, health and first set-up."""
