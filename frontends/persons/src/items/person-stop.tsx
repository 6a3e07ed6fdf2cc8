import { isSingle } from '@wangting/contracts/persons/person-stop';
import { ItemPage, type ItemExtras, type ItemPageProps } from '@wangting/kit-data';
import { useMemo } from 'react';
import { Insurances } from '../insurances.tsx';

const GRID = '人员参保信息';

/** 4 人员停保登记: the generic page, with the person's insurances as a grid to tick in place of two fields. */
export default function PersonStop(props: ItemPageProps) {
  const { item, extras: given } = props;
  const extras = useMemo((): ItemExtras => {
    const grid = item.sections.find(({ title }) => title === GRID);
    const last = item.sections.filter((section) => section !== grid).at(-1);
    const columns = grid?.fields.find(({ name }) => name === 'enrolments')?.columns ?? [];
    return {
      ...given, // what the contract says follows from what is typed
      hides: ({ title }) => title === GRID,
      after: (section, form) => section.title === last?.title && <Insurances title={GRID} columns={columns} form={form} free={isSingle} />,
    };
  }, [given, item]);
  return <ItemPage {...props} extras={extras} />;
}
