/** Writes the shell's index.html: no inline script in production, so that the content security policy needs none. */
const REFRESH_HOOK = `<script>window.__REACT_DEVTOOLS_GLOBAL_HOOK__={renderers:new Map(),supportsFiber:true,inject(r){const id=this.renderers.size+1;this.renderers.set(id,r);return id},onCommitFiberRoot(){},onCommitFiberUnmount(){},onScheduleFiberRoot(){}}</script>`;

export class HallPage {
  constructor({ dev }) {
    this.dev = dev;
  }

  apply(compiler) {
    const { sources, Compilation } = compiler.webpack;
    compiler.hooks.thisCompilation.tap('HallPage', (compilation) => {
      compilation.hooks.processAssets.tap({ name: 'HallPage', stage: Compilation.PROCESS_ASSETS_STAGE_REPORT - 1 }, () => {
        const scripts = compilation.entrypoints
          .get('main')
          .getFiles()
          .filter((file) => file.endsWith('.js') && !file.includes('hot-update'));
        const html = `<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<title>社会保险网上办事大厅</title>
<link rel="icon" href="data:,">
${this.dev ? REFRESH_HOOK : ''}
${scripts.map((file) => `<script defer src="/${file}"></script>`).join('\n')}
</head>
<body>
<div id="hall"><p style="padding:24px;font-family:sans-serif">正在打开网上办事大厅…</p></div>
<noscript><p>网上办事大厅需要启用 JavaScript。请在浏览器设置中启用后刷新本页。</p></noscript>
</body>
</html>
`;
        compilation.emitAsset('index.html', new sources.RawSource(html));
      });
    });
  }
}
