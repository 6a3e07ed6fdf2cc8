import { normalisePersonName } from '@wangting/contracts/standards/person-name';
import { lookup } from '@wangting/kit/sealed';

/** Blind index of a name, normalised as it is stored: 欧阳 𠮷 and 欧阳𠮷 are one. */
export const nameHashOf = (name: string): string => lookup('name', normalisePersonName(name));
