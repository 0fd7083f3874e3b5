# The same preparation as `npm start` on a clone, done once; the container then starts in a second or two.
#
#   docker build -t mockingbird .
#   docker run -p 127.0.0.1:4310:4310 -v mockingbird-data:/app/data mockingbird
#
# For other machines put a proxy with https in front and set PUBLIC_URL, AUTH_SECRET and TRUST_PROXY (see .env.example).

FROM node:20-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
COPY scripts/prepare.js scripts/
COPY prisma prisma
COPY prisma.config.ts ./
RUN node -e 'import("./scripts/prepare.js").then(({ prepare }) => prepare())'
COPY . .
# Nothing may be left to prepare: the container's user cannot write here. npm would date the lock file anew.
RUN npm run build && npm prune --omit=dev --no-audit --no-save \
	&& node -e 'import("./scripts/prepare.js").then((is) => process.exit([is.needsInstall, is.needsGenerate, is.needsBuild].some((left) => left("/app")) ? 1 : 0))'

FROM node:20-slim
ENV NODE_ENV=production HOST=0.0.0.0 PORT=4310 DATA_DIR=/app/data
WORKDIR /app
COPY --from=build /app /app
RUN mkdir -p data && chown node:node data
USER node
VOLUME /app/data
EXPOSE 4310
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s \
	CMD node -e 'fetch(`http://127.0.0.1:${process.env.PORT}/healthz`).then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))'
# What `npm start` runs, without npm between it and the signal to stop.
CMD ["node", "scripts/start.js"]
