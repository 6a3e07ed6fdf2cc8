/** Writes `load-report.json`: for every named chunk the files it brings with it. budget.mjs adds up what a page really loads. */
export class LoadReport {
  apply(compiler) {
    compiler.hooks.thisCompilation.tap('LoadReport', (compilation) => {
      const { sources, Compilation } = compiler.webpack;
      compilation.hooks.processAssets.tap({ name: 'LoadReport', stage: Compilation.PROCESS_ASSETS_STAGE_REPORT }, () => {
        const { chunkGraph, moduleGraph } = compilation;
        const scripts = (chunk) => [...chunk.files].filter((file) => file.endsWith('.js'));
        const groups = compilation.chunkGroups.map((group) => ({
          name: group.name ?? null,
          entry: group.isInitial(),
          files: [...new Set(group.chunks.flatMap(scripts))],
          // What asked for the group: a page (`./login`), a shared library (`@wangting/kit-core`), the bootstrap.
          asked: [...new Set(group.origins.map((origin) => origin.request ?? ''))],
          from: [...new Set(group.origins.map((origin) => origin.module?.nameForCondition?.() ?? ''))].map((file) => file?.replace(/^.*\/frontends\//, '')),
          holds: [...new Set(group.chunks.flatMap((chunk) => [...chunkGraph.getChunkModulesIterable(chunk)].map((module) => module.type)).filter((type) => type?.includes('shared')))],
          uses: [...new Set(group.chunks.flatMap((chunk) => [...chunkGraph.getChunkModulesIterable(chunk)]
            .filter((module) => module.type === 'consume-shared-module').map((module) => module.options?.shareKey)))],
        }));
        void moduleGraph;
        compilation.emitAsset('load-report.json', new sources.RawSource(JSON.stringify(groups, null, 1)));
      });
    });
  }
}
