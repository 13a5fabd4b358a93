# syntax=docker/dockerfile:1

# Two images, both run by a user without rights and both with `postil` as their command:
#   docker build --target api .      page, API, relay, migrations; no torch
#   docker build --target worker .   what also embeds, on the CPU; with
#     --build-arg TORCH_INDEX=       torch from PyPI, which brings CUDA (about 3 GB)
# PACKAGES adds others, such as s3fs for POSTIL_BLOB_URL=s3://…
ARG PYTHON_VERSION=3.12

FROM python:${PYTHON_VERSION}-slim AS python
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 \
    PYTHONUNBUFFERED=1
# The virtual environment is copied between stages, so it is in the same place in each.
ENV PATH=/opt/postil/bin:$PATH


# The wheel, with the page in it: the build brings its own Node.
FROM python AS wheel
WORKDIR /source
COPY pyproject.toml hatch_build.py README.md LICENSE ./
COPY alembic alembic
COPY frontend frontend
COPY scripts scripts
COPY service service
COPY workers workers
RUN --mount=type=cache,target=/root/.cache/pip \
    --mount=type=cache,target=/root/.npm \
    pip wheel --no-deps --wheel-dir /wheels .


# What Postil needs, without Postil: these layers stay when only its code changes.
FROM python AS packages
ARG PACKAGES=""
RUN python -m venv /opt/postil
COPY scripts/list_requirements.py pyproject.toml /source/
RUN --mount=type=cache,target=/root/.cache/pip \
    python /source/list_requirements.py queue > /source/requirements.txt \
    && pip install --requirement /source/requirements.txt ${PACKAGES}


FROM packages AS worker-packages
ARG TORCH_INDEX=https://download.pytorch.org/whl/cpu
RUN --mount=type=cache,target=/root/.cache/pip \
    if [ -n "${TORCH_INDEX}" ]; then pip install --index-url "${TORCH_INDEX}" torch; fi
RUN --mount=type=cache,target=/root/.cache/pip \
    python /source/list_requirements.py workers > /source/requirements.txt \
    && pip install --requirement /source/requirements.txt


FROM python AS runtime
RUN useradd --system --uid 10001 --create-home postil \
    && install --directory --owner=postil --group=postil /data
ENV POSTIL_DATA_DIR=/data \
    POSTIL_HOST=0.0.0.0 \
    HF_HOME=/data/huggingface
WORKDIR /data
EXPOSE 8765
ENTRYPOINT ["postil"]


FROM runtime AS worker
COPY --from=worker-packages /opt/postil /opt/postil
RUN --mount=type=bind,from=wheel,source=/wheels,target=/wheels \
    pip install --no-cache-dir --no-deps /wheels/*.whl
USER postil
CMD ["worker"]


# The last one is what a plain `docker build .` makes.
FROM runtime AS api
COPY --from=packages /opt/postil /opt/postil
RUN --mount=type=bind,from=wheel,source=/wheels,target=/wheels \
    pip install --no-cache-dir --no-deps /wheels/*.whl
USER postil
CMD ["api"]
