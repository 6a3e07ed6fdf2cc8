import { theUser } from './user.ts';

/** Stands for `k6/execution`. */
export default {
  vu: {
    get idInTest() {
      return theUser().id;
    },
  },
  scenario: {
    get iterationInTest() {
      return theUser().iteration;
    },
  },
};
