/**
 * Writes `load-report.json`: the groups of files that are fetched together, what asked for them, which shared libraries they use,
 * and which shared library they are. budget.mjs adds up what a page really loads.
 */
export class LoadReport {
  apply(compiler) {
    compiler.hooks.thisCompilation.tap('LoadReport', (compilation) => {
      const { sources, Compilation } = compiler.webpack;
      compilation.hooks.processAssets.tap({ name: 'LoadReport', stage: Compilation.PROCESS_ASSETS_STAGE_REPORT }, () => {
        const { chunkGraph } = compilation;
        const provided = new Map();
        for (const module of compilation.modules) {
          if (module.type !== 'provide-module') continue;
          for (const block of module.blocks) provided.set(chunkGraph.getBlockChunkGroup(block), module._name);
        }
        const groups = compilation.chunkGroups.map((group) => {
          const modules = group.chunks.flatMap((chunk) => [...chunkGraph.getChunkModulesIterable(chunk)]);
          return {
            name: group.name ?? null,
            files: [...new Set(group.chunks.flatMap((chunk) => [...chunk.files]).filter((file) => file.endsWith('.js')))],
            asked: [...new Set(group.origins.map((origin) => origin.request ?? ''))].filter(Boolean),
            provides: provided.get(group) ?? null,
            uses: [
              ...new Set(modules.filter((module) => module.type === 'consume-shared-module').map((module) => module.options.shareKey)),
            ],
          };
        });
        compilation.emitAsset('load-report.json', new sources.RawSource(JSON.stringify(groups, null, 1)));
      });
    });
  }
}
