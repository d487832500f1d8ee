# One image for every role; the role is the command:
#   docker run watchfloor                        everything in one process, with a Redis of its own under /app/data
#   docker run watchfloor workers/run.ts poll    one role; REDIS_URL names the Redis that all of them share
FROM node:24-bookworm-slim

# For the run without REDIS_URL. Nothing starts it but Watchfloor itself.
RUN apt-get update \
  && apt-get install -y --no-install-recommends redis-server \
  && rm -rf /var/lib/apt/lists/*

WORKDIR /app

# The optional packages bring a Node to machines that have none; the image is one that has.
COPY package.json package-lock.json ./
RUN npm ci --omit=dev --omit=optional --no-audit --no-fund && npm cache clean --force

COPY require-node.mjs ./
COPY config/ config/
COPY src/ src/
COPY workers/ workers/

RUN mkdir data && chown node:node data
VOLUME /app/data

ENV NODE_ENV=production
USER node
STOPSIGNAL SIGTERM

# The port is the one of web.port; inside the container loopback is enough. Whether all is well it tells without a token.
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.WATCHFLOOR_PORT || 9464}/health`).then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]

# glibc keeps a heap for each thread that is never given back; one for all saves about 50 MB. Names are looked up in the
# thread pool: four names that hang must not hold up all others.
ENV MALLOC_ARENA_MAX=1 UV_THREADPOOL_SIZE=24
ENTRYPOINT ["node", "--disable-proto=delete", "--max-semi-space-size=4", "--heap-growing-percent=40", "--import", "./require-node.mjs"]
CMD ["workers/all.ts"]
