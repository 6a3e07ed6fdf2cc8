const GATEWAY = process.env.GATEWAY_URL ?? 'http://127.0.0.1:8080';
/** `DEV_REMOTES=units=http://127.0.0.1:9101` takes that remote from its own dev server; the others come from the gateway. */
const overrides = new Map(
  (process.env.DEV_REMOTES ?? '')
    .split(',')
    .filter(Boolean)
    .map((pair) => pair.split(/=(.*)/s).slice(0, 2)),
);

/** Shell and remotes must both run in development: a development remote cannot live in a production shell. */
export function devServer({ shell }) {
  return {
    port: Number(process.env.DEV_PORT ?? (shell ? 9100 : 9101)),
    host: '127.0.0.1',
    hot: true,
    headers: { 'Access-Control-Allow-Origin': '*' },
    client: { overlay: false },
    ...(shell
      ? {
          historyApiFallback: true,
          setupMiddlewares(middlewares) {
            middlewares.unshift({
              name: 'manifest',
              path: '/manifest.json',
              async middleware(_request, response) {
                const manifest = await (await fetch(`${GATEWAY}/manifest.json`)).json();
                manifest.remotes = manifest.remotes.map((remote) => ({
                  ...remote,
                  entry: overrides.has(remote.name) ? `${overrides.get(remote.name)}/mf-manifest.json` : remote.entry,
                }));
                response.setHeader('content-type', 'application/json').end(JSON.stringify(manifest));
              },
            });
            return middlewares;
          },
          proxy: [{ context: ['/api', '/objects', '/apps'], target: GATEWAY, changeOrigin: false }],
        }
      : {}),
  };
}
