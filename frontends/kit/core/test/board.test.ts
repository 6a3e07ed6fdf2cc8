import { expect, test } from '@jest/globals';
import { board } from '@wangting/contracts/identity/board';
import { boardApi } from '../src/board.ts';

test('the address of the board is the contract’s', () => expect(boardApi.rest).toBe(board.rest));
