import type { FieldLayout, ItemDefinition } from '@wangting/contracts/item';
import { forgetInput, keepInput } from '@wangting/kit-core';
import { useCallback, useEffect, useMemo, useReducer, useRef } from 'react';
import { defaultsOf, keepable, type Values } from '../form/layout.ts';
import { nameIn, type Problems } from '../form/problems.ts';

export interface FormState {
  values: Values;
  shows: Values;
  problems: Problems;
  /** Fields that a lookup, a derivation or the opening has set, with what set them. */
  setBy: Record<string, string>;
  dirty: boolean;
}

/** What follows from what is typed: sex and birthday from an identity number. A contract file may export one as `derive`. */
export type Derive = (values: Values, shows: Values) => { values?: Values; shows?: Values };

type Act =
  | { type: 'set'; name: string; value: unknown; derive: Derive | undefined }
  | { type: 'fill'; values: Values; shows: Values; by: string; derive: Derive | undefined }
  | { type: 'problems'; problems: Problems }
  | { type: 'settled' }
  | { type: 'restart'; state: FormState };

const OPENING = 'open';
const DERIVED = 'derive';

function derived(state: FormState, derive: Derive | undefined): FormState {
  if (!derive) return state;
  const { values = {}, shows = {} } = derive(state.values, state.shows);
  const setBy = Object.fromEntries(Object.entries(state.setBy).filter(([, by]) => by !== DERIVED));
  for (const [name, value] of Object.entries(values)) if (value !== undefined) setBy[name] = DERIVED;
  return { ...state, values: { ...state.values, ...values }, shows: { ...state.shows, ...shows }, setBy };
}

const omit = <V>(from: Record<string, V>, names: readonly string[]): Record<string, V> =>
  Object.fromEntries(Object.entries(from).filter(([name]) => !names.includes(name)));

const without = (problems: Problems, names: readonly string[]): Problems =>
  Object.fromEntries(Object.entries(problems).filter(([path]) => path !== '' && !names.includes(nameIn(path))));

function reduce(state: FormState, act: Act): FormState {
  switch (act.type) {
    case 'set': {
      // What an earlier value brought along goes with it.
      const gone = Object.entries(state.setBy)
        .filter(([, by]) => by === act.name)
        .map(([name]) => name);
      return derived(
        {
          values: { ...omit(state.values, gone), [act.name]: act.value },
          shows: omit(state.shows, gone),
          setBy: omit(state.setBy, [...gone, act.name]),
          problems: without(state.problems, [act.name]),
          dirty: true,
        },
        act.derive,
      );
    }
    case 'fill': {
      const before = Object.entries(state.setBy)
        .filter(([, by]) => by === act.by)
        .map(([name]) => name);
      const now = [...Object.keys(act.values), ...Object.keys(act.shows)].map((name) => [name, act.by]);
      return derived(
        {
          values: { ...state.values, ...act.values },
          shows: { ...state.shows, ...act.shows },
          setBy: { ...omit(state.setBy, before), ...Object.fromEntries(now) },
          problems: without(state.problems, [act.by, ...Object.keys(act.values)]),
          dirty: state.dirty || act.by !== OPENING,
        },
        act.derive,
      );
    }
    case 'problems':
      return { ...state, problems: act.problems };
    case 'settled':
      return { ...state, dirty: false };
    case 'restart':
      return act.state;
  }
}

export interface Start {
  values: Values;
  shows: Values;
  /** Entered before: a draft, or what this browser tab kept. */
  entered: Values;
  dirty: boolean;
}

/** Everything a person has entered on one item page, and what the hall has filled in for them. */
export function useItemForm(item: ItemDefinition, start: Start, keepAs: string, derive: Derive | undefined) {
  const first = useMemo((): FormState => {
    const opened = Object.entries(start.values).filter(([, value]) => value !== undefined && value !== null && value !== '');
    return derived(
      {
        values: { ...defaultsOf(item), ...start.values, ...start.entered },
        shows: start.shows,
        problems: {},
        dirty: start.dirty,
        setBy: Object.fromEntries(opened.map(([name]) => [name, OPENING])),
      },
      derive,
    );
    // One page, one start.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, []);
  const [state, act] = useReducer(reduce, first);
  const inputs = item.input.shape as Record<string, unknown>;
  const latest = useRef(state);
  latest.current = state;

  useEffect(() => {
    if (!state.dirty) return;
    const timer = setTimeout(() => keepInput(keepAs, keepable(item, state.values)), 500);
    return () => clearTimeout(timer);
  }, [item, keepAs, state.dirty, state.values]);

  return {
    state,
    latest,
    set: useCallback((name: string, value: unknown) => act({ type: 'set', name, value, derive }), [derive]),
    /** Values of a lookup: keys of the input are entered, the others shown. */
    fill: useCallback(
      (all: Values, by: string) => {
        const entries = Object.entries(all);
        act({
          type: 'fill',
          by,
          derive,
          values: Object.fromEntries(entries.filter(([name]) => name in inputs)),
          shows: Object.fromEntries(entries.filter(([name]) => !(name in inputs))),
        });
      },
      [derive, inputs],
    ),
    refuse: useCallback((problems: Problems) => act({ type: 'problems', problems }), []),
    /** Stored or sent: nothing would be lost now. */
    settle: useCallback(() => {
      forgetInput(keepAs);
      act({ type: 'settled' });
    }, [keepAs]),
    clear: useCallback(() => {
      forgetInput(keepAs);
      act({ type: 'restart', state: { ...first, values: { ...defaultsOf(item), ...start.values }, dirty: false } });
    }, [first, item, keepAs, start.values]),
    locked: useCallback((field: FieldLayout) => Boolean(field.locked) && state.setBy[field.name] !== undefined, [state.setBy]),
  };
}
export type ItemForm = ReturnType<typeof useItemForm>;
