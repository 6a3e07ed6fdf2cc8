import { ItemPage, type ItemExtras, type ItemPageProps } from '@wangting/kit-data';
import { useMemo } from 'react';

/** 人员信息更正: the generic page. Before and after stand side by side only once it is sent; until then they are asked about by a dialog. */
export default function PersonCorrection(props: ItemPageProps) {
  const { extras: given } = props;
  const extras = useMemo(
    (): ItemExtras => ({
      ...given,
      hides: ({ fields }, { shows }) =>
        fields.some(({ name }) => name === 'differences') ||
        (fields.some(({ name }) => name === 'corrections') && !(shows.corrections as unknown[] | undefined)?.length),
    }),
    [given],
  );
  return <ItemPage {...props} extras={extras} />;
}
