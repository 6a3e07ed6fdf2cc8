import { createPrivateKey, hkdfSync } from 'node:crypto';
import { areaPath, cityOf } from '@wangting/contracts/dictionaries/area';
import { config, keyFrom } from '@wangting/kit/config';
import { localSeal, type SealAdapter, type SealName } from './render/seal.ts';
import type { SealOf } from './render/templates.ts';

/** PKCS#8 head of an Ed25519 private key; the 32 secret bytes follow. */
const ED25519_HEAD = Buffer.from('302e020100300506032b657004220420', 'hex');

let adapter: SealAdapter | undefined;
/**
 * The seal of this installation. The test key is derived from the installation's secret, so that every process signs alike
 * and no further file has to be kept. An accredited seal service takes this place in production.
 */
export function sealAdapter(): SealAdapter {
  if (!adapter) {
    const secret = Buffer.from(hkdfSync('sha256', keyFrom(config().SEAL_KEY_FILE), '', 'wangting/document-seal', 32));
    const key = createPrivateKey({ key: Buffer.concat([ED25519_HEAD, secret]), format: 'der', type: 'pkcs8' });
    adapter = localSeal(key.export({ type: 'pkcs8', format: 'pem' }).toString());
  }
  return adapter;
}

/** An area as seals name it: 陕西省 stands only where nothing smaller does, 市本级 is the city itself. */
export const placeOf = (area: string): string => areaPath(area).replace(/^陕西省(?=.)(?!本级)/, '');
const cityNameOf = (area: string): string => placeOf(cityOf(area) ?? '610000');
/** 经办机构 of an area, as papers and seals name it. */
export const agencyOf = (area: string): string => `${placeOf(area)}社会保险经办机构`;

/** The name on a seal and the line under its star. */
export function sealNameOf(seal: SealOf, area: string): SealName {
  if (seal === 'bureau') return { agency: `${placeOf(area).replace(/市?本级$/, '')}人力资源和社会保障局`, line: '工伤认定专用章' };
  if (seal === 'committee') return { agency: `${cityNameOf(area)}劳动能力鉴定委员会`, line: '' };
  return { agency: agencyOf(area), line: '业务专用章' };
}
