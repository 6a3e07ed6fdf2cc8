import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { SERVICES } from '../../../services/contracts/names.ts';
import { describeConfig } from '../../../services/kit/src/config.ts';

const root = path.resolve(import.meta.dirname, '../../..');
const read = (file: string) => readFileSync(path.join(root, file), 'utf8');
const settings = describeConfig().map(({ name }) => name);

describe('what is written about running the hall', () => {
  test('every setting stands in the operations guide', () => {
    const guide = read('docs/operations.md');
    expect(settings.filter((name) => !guide.includes(`\`${name}\``))).toEqual([]);
  });

  test.each(['docker-compose.yml', 'k8s/base/kustomization.yaml'])('%s sets nothing that no process reads', (file) => {
    const text = read(file);
    const block = file.endsWith('.yml') ? (/environment: &settings\n((?: {4}.*\n)+)/.exec(text)?.[1] ?? '') : text;
    const set = [...block.matchAll(/^ +(?:- )?([A-Z][A-Z0-9_]+)[:=]/gm)].map(([, name]) => name);
    expect(set.length).toBeGreaterThan(5);
    expect(set.filter((name) => !settings.includes(name as string))).toEqual([]);
  });

  test.each(['docker-compose.yml', 'k8s/base/services.yaml'])('%s runs every service, each by itself', (file) => {
    const text = read(file);
    expect(SERVICES.filter((name) => !new RegExp(`run\\.ts, ${name}\\]`).test(text))).toEqual([]);
  });
});
