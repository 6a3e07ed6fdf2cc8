import { openStore } from '@wangting/kit/store';

export const store = openStore('persons');
