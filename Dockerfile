# Two images from one file: `worker` is the product (`node dist/server.js` in it is the HTTP service), `sandbox` what is in
# the provider's place.
#
#   docker build --target worker -t dintero-order-saga .
#   docker build --target sandbox -t dintero-order-saga-sandbox .
#   docker build --target worker --build-arg TRACING=true -t dintero-order-saga .   # with the packages that traces need

# glibc, since Temporal's native library does not load on musl (Alpine).
FROM node:24.21.0-bookworm-slim AS base
WORKDIR /app

FROM base AS packages
COPY package.json package-lock.json .npmrc ./
RUN npm ci
COPY tsconfig.json tsconfig.build.json ./

FROM packages AS build-worker
COPY src ./src
COPY deploy/bundle-workflows.cjs ./deploy/
RUN npm run build && node deploy/bundle-workflows.cjs dist dist/workflow-bundle.js

FROM packages AS build-sandbox
COPY src/dintero/wire ./src/dintero/wire
COPY sandbox ./sandbox
COPY deploy/tsconfig.sandbox.json ./deploy/
RUN npx --no-install tsc -p deploy/tsconfig.sandbox.json

# What runs needs no compiler, and of the native library only the file for this processor.
FROM packages AS production-packages
# true, and the programs can send traces (docs/observability.md).
ARG TRACING=false
COPY deploy/keep-tracing.cjs ./deploy/
RUN if [ "$TRACING" = true ]; then node deploy/keep-tracing.cjs; fi \
  && npm prune --omit=dev \
  && find node_modules/@temporalio/core-bridge/releases -mindepth 1 -maxdepth 1 \
    ! -name "$(uname -m)-unknown-linux-gnu" -exec rm -r {} +

FROM base AS runtime
# Without root certificates the native library refuses every connection, even one without TLS.
RUN apt-get update \
  && apt-get install --yes --no-install-recommends ca-certificates \
  && rm -rf /var/lib/apt/lists/*
ENV NODE_ENV=production
COPY package.json ./
COPY --from=production-packages /app/node_modules ./node_modules
# The image's user `node`, by number, so that a cluster can see that it is not root. The files stay root's: what runs
# cannot change them.
USER 1000:1000

FROM runtime AS sandbox
COPY --from=build-sandbox /app/dist ./dist
CMD ["node", "dist/sandbox/main.js"]

# The last one is what a build without --target makes.
FROM runtime AS worker
COPY --from=build-worker /app/dist ./dist
ENV WORKFLOW_BUNDLE=/app/dist/workflow-bundle.js
CMD ["node", "dist/worker.js"]
