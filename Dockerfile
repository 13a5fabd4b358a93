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
COPY postil postil
COPY scripts scripts
COPY service service
COPY workers workers
RUN --mount=type=cache,target=/root/.cache/pip \
    --mount=type=cache,target=/root/.npm \
    pip wheel --no-deps --wheel-dir /wheels .


# What Postil needs, without Postil: these layers stay when only its code changes. Every package is
# of a known version and hash; scripts/lock_requirements.py writes the lists.
FROM python AS packages
ARG PACKAGES=""
RUN python -m venv /opt/postil
COPY requirements-api.txt /source/
RUN --mount=type=cache,target=/root/.cache/pip \
    pip install --no-deps --require-hashes --requirement /source/requirements-api.txt
RUN --mount=type=cache,target=/root/.cache/pip \
    if [ -n "${PACKAGES}" ]; then pip install ${PACKAGES}; fi


FROM packages AS worker-packages
ARG TORCH=2.13.0
ARG TORCH_INDEX=https://download.pytorch.org/whl/cpu
COPY requirements-worker.txt /source/
RUN --mount=type=cache,target=/root/.cache/pip \
    pip install --no-deps --require-hashes --requirement /source/requirements-worker.txt
RUN --mount=type=cache,target=/root/.cache/pip \
    pip install ${TORCH_INDEX:+--index-url "${TORCH_INDEX}"} "torch==${TORCH}"


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
