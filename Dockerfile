FROM python:3.13-slim AS build
COPY requirements.txt /
RUN python -m venv /venv \
    && /venv/bin/pip install --no-cache-dir --require-hashes -r requirements.txt \
    && find /venv -name '__pycache__' -o -name 'tests' -path '*/site-packages/*' | xargs rm -rf

FROM python:3.13-slim AS files
COPY --from=build /venv /venv
WORKDIR /app
COPY manage.py ./
COPY config config
COPY content content
COPY library library
COPY scoring scoring
COPY static static
COPY templates templates
RUN DEBUG=false SECRET_KEY=only-for-this-step /venv/bin/python manage.py collectstatic --noinput --verbosity 0 \
    && /venv/bin/python -m compileall -q config library scoring

FROM python:3.13-slim
RUN useradd --system --uid 10001 --home-dir /app counterpoint \
    && install -d -o counterpoint /dumps
COPY --from=build /venv /venv
COPY --from=files /app /app
WORKDIR /app
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 DEBUG=false
USER counterpoint
EXPOSE 8000
CMD ["gunicorn", "--config", "python:config.gunicorn", "config.wsgi"]
