import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { HallPage } from './hall-page.mjs';
import { LoadReport } from './load-report.mjs';
import { devServer } from './dev-server.mjs';

const require = createRequire(import.meta.url);
const { ModuleFederationPlugin } = require('@module-federation/enhanced/webpack');
const Minimizer = require('minimizer-webpack-plugin');
const ReactRefresh = require('@pmmmwh/react-refresh-webpack-plugin');

const root = fileURLToPath(new URL('../..', import.meta.url));
/**
 * One copy in the browser of everything that holds state or weighs much. The two kits carry antd. A shared library is kept whole, so router and
 * query client are not shared by themselves: kit-core carries and exports the parts that pages use, at a third of the bytes.
 */
const SHARED = ['react', 'react-dom', 'react-dom/client', 'react/jsx-runtime', 'dayjs', '@wangting/kit-core', '@wangting/kit-data'];

/** The one build of the hall's front end: run in `frontends/shell` it makes the shell, in any other folder a remote of that name. */
export default function config(_env, { mode = 'production' }) {
  const folder = process.cwd();
  const name = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')).name.replace(/^@wangting\/(fe-)?/, '');
  const shell = name === 'shell';
  const dev = mode === 'development';
  // A remote carries no copy of its own: the shell provides, so nothing is built or fetched twice. In development it may run before the shell's kit changes.
  const share = { singleton: true, requiredVersion: false, ...(shell || dev ? {} : { import: false }) };

  return {
    mode,
    context: folder,
    target: ['web', 'es2022'],
    devtool: dev ? 'cheap-module-source-map' : false,
    entry: shell ? { main: './src/index.ts' } : {},
    output: {
      path: path.join(folder, 'dist'),
      publicPath: 'auto',
      uniqueName: `wangting-${name}`,
      filename: dev ? '[name].js' : '[name].[contenthash:8].js',
      assetModuleFilename: '[name].[contenthash:8][ext]',
      clean: true,
    },
    resolve: {
      extensions: ['.tsx', '.ts', '.js'],
      alias: { '@wangting/contracts': path.join(root, 'services/contracts') },
    },
    module: {
      rules: [
        {
          test: /\.tsx?$/,
          loader: 'swc-loader',
          options: {
            jsc: {
              parser: { syntax: 'typescript', tsx: true },
              target: 'es2022',
              transform: { react: { runtime: 'automatic', development: dev, refresh: dev } },
            },
          },
        },
        {
          test: /\.css$/,
          use: [
            'style-loader',
            // Every class carries the application's name: a stylesheet left behind after leaving a page can touch nothing else.
            {
              loader: 'css-loader',
              options: {
                modules: { auto: true, namedExport: false, exportLocalsConvention: 'as-is', localIdentName: `${name}__[name]__[local]` },
              },
            },
          ],
        },
      ],
    },
    optimization: {
      minimizer: [new Minimizer({ minify: Minimizer.swcMinify, extractComments: false })],
      moduleIds: dev ? 'named' : 'deterministic',
      chunkIds: dev ? 'named' : 'deterministic',
    },
    plugins: [
      new ModuleFederationPlugin({
        name,
        filename: 'remoteEntry.js',
        manifest: true,
        dts: false,
        shareStrategy: 'loaded-first',
        exposes: shell ? undefined : { './app': './src/app.tsx' },
        shared: Object.fromEntries(SHARED.map((library) => [library, share])),
      }),
      ...(shell ? [new HallPage({ dev })] : []),
      ...(dev ? [new ReactRefresh({ overlay: false })] : [new LoadReport()]),
    ],
    ...(dev ? { devServer: devServer({ shell, folder }) } : {}),
    performance: false,
    stats: 'errors-warnings',
  };
}
