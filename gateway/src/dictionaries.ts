import { contentHash } from '@wangting/contracts/dictionaries/content-hash';
import { dictionaries } from '@wangting/contracts/dictionaries/index';

const hashes = Object.fromEntries([...dictionaries].map(([name, dictionary]) => [name, contentHash(dictionary)]));
/** Names with the hash of their content: a page asks once, and keeps each dictionary for ever under its hash. */
export const dictionaryIndex = (): Record<string, string> => hashes;
/** A dictionary by `name@hash`; undefined when there is no such content. */
export function dictionaryBody(address: string): string | undefined {
  const [name = '', hash] = address.split('@');
  const dictionary = dictionaries.get(name as never);
  return dictionary && hashes[name] === hash ? JSON.stringify(dictionary) : undefined;
}
