# Two builds of one commit give the same image, layer by layer: docs/releasing.md has the commands.
# A release pins the base image: --build-arg BASE=python:3.13-slim@sha256:...
ARG BASE=python:3.13-slim

FROM ${BASE} AS build
COPY requirements.txt /
# Wheels only, because a source package may build differently; no bytecode, which has timestamps.
RUN python -m venv /venv \
    && /venv/bin/pip install --no-cache-dir --no-compile --only-binary :all: --require-hashes -r requirements.txt \
    && find /venv -depth \( -name __pycache__ -o -name tests -path '*/site-packages/*' \) -exec rm -rf {} +

FROM ${BASE} AS files
COPY --from=build /venv /venv
WORKDIR /app
COPY manage.py ./
COPY config config
COPY content content
COPY docs/openapi.json docs/openapi.yaml docs/
COPY library library
COPY scoring scoring
COPY static static
COPY templates templates
# Bytecode is checked by the hash of its source, not by time; a fixed seed orders its sets.
ENV PYTHONDONTWRITEBYTECODE=1 PYTHONHASHSEED=0
RUN DEBUG=false SECRET_KEY=only-for-this-step /venv/bin/python manage.py collectstatic --noinput --verbosity 0 \
    && /venv/bin/python -m compileall -q --invalidation-mode checked-hash config library scoring

FROM ${BASE}
# Not useradd, which notes the day.
RUN echo 'counterpoint:x:10001:10001::/app:/usr/sbin/nologin' >> /etc/passwd \
    && echo 'counterpoint:x:10001:' >> /etc/group \
    && install -d -o 10001 -g 10001 /dumps
COPY --from=build /venv /venv
COPY --from=files /app /app
WORKDIR /app
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 DEBUG=false
USER 10001:10001
EXPOSE 8000
CMD ["gunicorn", "--config", "python:config.gunicorn", "config.wsgi"]
